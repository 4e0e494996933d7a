// Copies what a release tag holds into a folder: the package as it is built, with the files that GitHub and pre-commit look
// for, and without what only development needs. So neither of them has to build or to install anything: node scripts/release-tree.js FOLDER
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './generated-file.js';

const [, , target] = process.argv;
if (target === undefined) throw new Error('name the folder to copy to');
const BESIDES = ['action.yml', 'action', '.pre-commit-hooks.yaml'];

const listed = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
  cwd: root,
  encoding: 'utf8',
});
const [{ files }] = JSON.parse(listed);
for (const path of [...files.map((file) => file.path), ...BESIDES])
  cpSync(join(root, path), join(target, path), { recursive: true });
const {
  devDependencies: _,
  scripts: __,
  knip: ___,
  ...metadata
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(target, 'package.json'), `${JSON.stringify(metadata, undefined, 2)}\n`);
