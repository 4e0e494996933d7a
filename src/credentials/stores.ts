import { STORES, type Store } from './store-table.ts';

/** What kind of credential store a file is, by its absolute path; undefined for one that is none. */
export function storeAt(path: string): Store | undefined {
  return STORES.find((one) => one.path.test(path));
}
