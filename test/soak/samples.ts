import { existsSync, readdirSync } from 'node:fs';

/** What a process holds at one moment. */
export interface Sample {
  /** In bytes, behind a collection of garbage. */
  heap: number;
  rss: number;
  files: number;
  threads: number;
  /** Entries of the folder for temporary files. */
  temporary: number;
}

/** Takes a sample; the process has to run with --expose-gc. */
export function sample(folder: string): Sample {
  globalThis.gc?.();
  return {
    heap: process.memoryUsage().heapUsed,
    rss: process.memoryUsage.rss(),
    files: count('/proc/self/fd'),
    threads: count('/proc/self/task'),
    temporary: count(folder),
  };
}

function count(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}
