import type { Interrupt } from '../config/interrupt.ts';
import { diskFiles, type Files } from '../context/files.ts';
import type { Skipped } from './finding.ts';

/** Where a run reads from, and how it finds what is there. */
export interface Tree {
  files: Files;
  /** The files below a folder that are wanted, relative to it and sorted; where it is interrupted, those so far. */
  find(
    folder: string,
    wanted: (path: string) => boolean,
    skip: (skipped: Skipped) => void,
    interrupt?: Pick<Interrupt, 'signal'>,
  ): Promise<string[]>;
}

/** The disk, without what git ignores. */
export const diskTree: Tree = {
  files: diskFiles,
  find: async (...asked) => (await import('./discover.ts')).findFiles(...asked),
};
