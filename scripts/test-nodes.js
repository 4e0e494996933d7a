// Runs the unit tests on other versions of Node, those of test/nodes/package.json, on Linux: npm run test:nodes [22 24] [-- vitest's flags]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './generated-file.js';

const LINES = ['20', '22', '24'];
const asked = process.argv.slice(2);
const chosen = LINES.filter((line) => asked.includes(line));
const flags = asked.filter((argument) => !LINES.includes(argument));
const folder = join(root, 'node_modules/.cache/nodes');

mkdirSync(folder, { recursive: true });
for (const name of ['test/nodes/package.json', 'test/nodes/package-lock.json', '.npmrc'])
  cpSync(join(root, name), join(folder, name.replace('test/nodes/', '')));
run('npm', ['ci', '--ignore-scripts'], { cwd: folder });

for (const line of chosen.length > 0 ? chosen : LINES) {
  const bin = join(folder, `node_modules/node${line}/bin`);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const node = join(bin, 'node');
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (!stdout?.startsWith(`v${line}.`)) throw new Error(`${node} is not Node ${line}: ${stdout}`);
  console.log(`Node ${stdout.trim()}`);
  run(node, ['node_modules/vitest/vitest.mjs', 'run', ...flags], { cwd: root, env });
}

function run(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? 1);
}
