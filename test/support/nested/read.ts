import { DEFAULT_LIMITS, type Limits } from '../../../src/config/limits.ts';
import { NESTED_HEAD, nestedSink } from '../../../src/image/nested/nested.ts';

export interface Found {
  /** Path -> content; of a path that came more than once all contents, one after the other. */
  files: Record<string, string>;
  skips: string[];
  /** False where no sink came. */
  isLookedInto: boolean;
  /** Of all files. */
  bytes: number;
}

export interface Reading {
  path?: string;
  limits?: Partial<Limits>;
  /** Sizes of the chunks, by turns. */
  cuts?: readonly number[];
  /** Contents are only counted. */
  isCountOnly?: boolean;
}

/** Pushes a file through `nestedSink`, each chunk in memory that is overwritten afterwards. */
export async function readNested(content: Uint8Array, reading: Reading = {}): Promise<Found> {
  const { path = '/f', limits = {}, cuts = [2 ** 20], isCountOnly = false } = reading;
  const bytes = Buffer.from(content);
  const found: Found = { files: {}, skips: [], isLookedInto: false, bytes: 0 };
  const works: Promise<void>[] = [];
  const sink = nestedSink(
    Buffer.from(bytes.subarray(0, NESTED_HEAD)),
    path,
    bytes.length,
    {
      file: (inner) => {
        found.files[inner] ??= '';
        const write = (chunk: Uint8Array) => {
          found.bytes += chunk.length;
          if (!isCountOnly) found.files[inner] += Buffer.from(chunk).toString('latin1');
        };
        return { write, end: () => {} };
      },
      skip: (what, reason) => found.skips.push(`${what}: ${reason}`),
      later: (work) => works.push(work),
    },
    { limits: { ...DEFAULT_LIMITS, ...limits } },
  );
  found.isLookedInto = sink !== undefined;
  for (let at = 0, turn = 0; sink && at < bytes.length; turn++) {
    const chunk = Buffer.from(bytes.subarray(at, at + (cuts[turn % cuts.length] ?? 1)));
    sink.write(chunk);
    at += chunk.length;
    chunk.fill(0xaa);
  }
  sink?.end();
  await Promise.all(works);
  return found;
}
