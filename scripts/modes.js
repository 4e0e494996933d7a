// Gives the files of the package the modes that git has for them: npm packs them as they are, and they are what the umask made them.
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './generated-file.js';

const { bin, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const commands = Object.values(bin).map((path) => join(root, path));
for (const name of [...files, 'package.json', 'README.md', 'LICENSE'])
  for (const path of filesIn(join(root, name))) chmodSync(path, commands.includes(path) ? 0o755 : 0o644);

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}
