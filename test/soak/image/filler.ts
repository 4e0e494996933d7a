import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../fuzz/random.ts';

/** Where this machine keeps what packages brought. */
const ROOTS = ['/usr/share', '/usr/lib/python3', '/usr/bin', '/usr/include'];
const LARGEST = 200_000;
/** So often another file is tried where one is too large, or none. */
const TRIES = 50;

/** One file of a layer; its content is read when the layer is written. */
export interface PlannedFile {
  path: string;
  content: string | Uint8Array | (() => Uint8Array);
}

let known: readonly string[] | undefined;

/** Files of this machine, the same ones in the same order at each call. */
function realFiles(): readonly string[] {
  known ??= ROOTS.filter((root) => existsSync(root)).flatMap((root) =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(),
  );
  return known;
}

/** Files as an image has them, of some `bytes` together, each under the path that it has here. */
export function fillerFiles(random: Random, bytes: number): PlannedFile[] {
  const files = new Map<string, PlannedFile>();
  for (let sum = 0; sum < bytes; ) {
    const { file, size } = realFile(random) ?? madeFile(random);
    files.set(file.path, file);
    sum += size;
  }
  return [...files.values()];
}

function realFile(random: Random): { file: PlannedFile; size: number } | undefined {
  const all = realFiles();
  if (all.length === 0) return undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const path = random.of(all);
    const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
    if (size > 200 && size < LARGEST)
      return { file: { path: path.slice(1), content: () => readFileSync(path) }, size };
  }
  return undefined;
}

function madeFile(random: Random): { file: PlannedFile; size: number } {
  const text = 'The quick brown fox jumps over the lazy dog.\n'.repeat(20 + random.below(2000));
  return { file: { path: `srv/texts/${random.below(1e9)}.txt`, content: text }, size: text.length };
}
