import type { Confidence } from '../config/levels.ts';
import { storeAt } from '../credentials/stores.ts';
import type { ContextStore, ContextStores } from '../flow/context-stores.ts';

/** Names that say that there is nothing real in a file. */
const EXAMPLE = /(?:^|[._-])(?:example|sample|template|dist|tmpl|defaults?|schema)(?:$|[._-])/i;
/** Folders that exist to hold credentials. */
const FOLDER = /(?:^|\/)\.(ssh|aws|docker|kube|azure|gnupg)\/?$/;

/** What kind of credential store a file or folder of the build context is, by its name. */
export function storeInContext(
  path: string,
): { what: string; assignments: boolean; doubtful: boolean } | undefined {
  const base = path.slice(path.replace(/\/$/, '').lastIndexOf('/') + 1);
  if (EXAMPLE.test(base)) return undefined;
  const folder = FOLDER.exec(path)?.[1];
  if (folder !== undefined)
    return { what: `folder of ${folder} credentials`, assignments: false, doubtful: false };
  return storeAt(`/${path}`);
}

/** Judges what an instruction takes from the build context by the names in it: the context is not at hand. */
export const storesByName: ContextStores = ({ sources, destination, parents }) =>
  sources.flatMap((source): ContextStore[] => {
    const path = source.replace(/^(?:\.?\/)+/, '');
    const store = storeInContext(path);
    if (store === undefined || /[*?[]/.test(path.replace(/^.*\//, ''))) return [];
    const base = path.slice(path.lastIndexOf('/') + 1);
    const name = parents ? path : base;
    const target = /(?:^|\/)\.{0,2}$/.test(destination) ? `${destination}/${name}` : destination;
    const confidence: Confidence = store.doubtful ? 'possible' : 'likely';
    return [{ path, target, what: store.what, confidence }];
  });
