import { STORES } from '../../credentials/store-table.ts';
import { storeAt } from '../../credentials/stores.ts';

/** What an ignore file of a build context is called, by its path. */
export const IGNORE_FILE = /(?:^|\.|\/)(?:docker|container)ignore$/;

/** The same, and what files are called that may hold credentials. */
export const CONTEXT_FILES: readonly RegExp[] = [IGNORE_FILE, ...STORES.map(({ path }) => path)];

/** True for a file that decides what a COPY brings in: an ignore file, or one that may hold credentials. */
export function isOfContext(path: string): boolean {
  return IGNORE_FILE.test(path) || storeAt(`/${path}`) !== undefined;
}
