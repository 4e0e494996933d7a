#!/usr/bin/env node
try {
  const { execute } = await import('../dist/cli.js');
  await execute({ dir: import.meta.url });
} catch (error) {
  process.stderr.write(`audit: could not start (${error?.code ?? error?.name})\n`);
  process.exit(2);
}
