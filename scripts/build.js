// Bundles the commands and the library into dist/, so that nothing has to be resolved or installed at start-up.
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });

const commands = readdirSync('src/commands').filter((name) => name.endsWith('.ts'));
const bundle = await rolldown({
  input: {
    cli: 'src/cli.ts',
    index: 'src/index.ts',
    ...Object.fromEntries(commands.map((name) => [`commands/${name.slice(0, -3)}`, `src/commands/${name}`])),
  },
  platform: 'node',
  tsconfig: true,
});
await bundle.write({ dir: 'dist', format: 'esm', minify: true, chunkFileNames: 'chunks/[name]-[hash].js' });
