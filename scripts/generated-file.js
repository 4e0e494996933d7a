import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const stale = [];

/** Writes a generated file if it differs; with `--check`, only takes note that it does. */
export function generated(path, text) {
  if (current(path) === text) return;
  if (check) return stale.push(path);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Files of a generated folder that nothing generates any more. */
export function noOthers(folder, names) {
  for (const name of readdirSync(join(root, folder)).filter((name) => !names.includes(name))) {
    if (check) stale.push(`${folder}/${name}`);
    else rmSync(join(root, folder, name));
  }
}

/** With `--check`, fails when anything was stale. */
export function finish() {
  if (stale.length === 0) return;
  console.error(`Stale, run "npm run build": ${stale.join(', ')}`);
  process.exitCode = 1;
}

function current(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
