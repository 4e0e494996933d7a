import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/cli.ts';

interface Manifest {
  commands: Record<string, { flags: Record<string, { char?: string; hidden?: boolean }> }>;
}

test('docs/commands.md tells of every command, and of every flag of it', async () => {
  const { commands }: Manifest = JSON.parse(await readFile(join(root, 'oclif.manifest.json'), 'utf8'));
  const page = await readFile(join(root, 'docs/commands.md'), 'utf8');
  const sections = new Map(page.split(/^## /m).map((text) => [text.split('\n', 1)[0], text]));
  for (const [name, { flags }] of Object.entries(commands)) {
    expect(page, 'the table').toContain(`| \`audit ${name}`);
    const section = sections.get(`audit ${name}`) ?? '';
    for (const [flag, { hidden }] of Object.entries(flags))
      if (hidden !== true) expect(section, `audit ${name}`).toMatch(new RegExp(`--(?:\\[no-\\])?${flag}\\b`));
  }
});
