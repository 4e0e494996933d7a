import { STORES, type Store } from './store-table.ts';

/** All of them in one: most files are none, and are told in one go. */
const ANY = new RegExp(STORES.map(({ path }) => path.source).join('|'), 'i');

/** What kind of credential store a file is, by its absolute path; undefined for one that is none. */
export function storeAt(path: string): Store | undefined {
  return ANY.test(path) ? STORES.find((one) => one.path.test(path)) : undefined;
}
