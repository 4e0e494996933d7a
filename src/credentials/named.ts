import type { Severity } from '../config/levels.ts';
import { judgeAssignment, type SecretAssignment, secretAssignments } from './assignments.ts';
import { genericSecrets, syntaxAt } from './generic.ts';
import { plausibleSecretValue } from './placeholder.ts';
import { kubernetesSecrets } from './readers/kubernetes.ts';
import type { Store } from './store-table.ts';

/** A secret that only its place in a file tells. */
export interface NamedSecret extends SecretAssignment {
  /** Where it differs from that of a password in the clear. */
  severity?: Severity;
}

/** Finds the secrets in a file's text that their names and places tell. */
export type NamedReader = (text: string) => NamedSecret[];

/**
 * How to read a file for values that no format tells.
 *
 * @param path absolute
 * @param store what `storeAt` says of it
 * @returns undefined for most files
 */
export function namedReaderFor(path: string, store: Store | undefined): NamedReader | undefined {
  if (store?.reader === 'assignments') return assigned;
  if (store?.reader === 'keys') return undefined;
  if (store?.reader !== undefined) return (text) => storedSecrets(text, store);
  const syntax = syntaxAt(path);
  if (syntax === undefined) return undefined;
  const generic: NamedReader = (text) => genericSecrets(text, syntax);
  return /\.ya?ml$/i.test(path) ? (text) => withManifests(text, generic(text)) : generic;
}

/** `NAME=value` lines, and what stands besides on them: `export A=… B=…`. */
function assigned(text: string): NamedSecret[] {
  const lines = secretAssignments(text);
  const starts = new Set(lines.map(({ start }) => start));
  return [...lines, ...genericSecrets(text, 'config').filter(({ start }) => !starts.has(start))];
}

/** A store's values, in its own syntax, that its table row or their keys call secret. */
function storedSecrets(text: string, { reader, secret, hashed }: Store): NamedSecret[] {
  if (typeof reader !== 'function') return [];
  return reader(text).flatMap(({ keys, value, start, end }): NamedSecret[] => {
    const name = keys.at(-1) ?? '';
    const place = { name, start, end };
    if (hashed === true)
      return [{ ...place, confidence: 'likely', reason: 'known-name', severity: 'medium' }];
    if (secret?.test(keys.join('/')) === true) {
      return plausibleSecretValue(value) ? [{ ...place, confidence: 'likely', reason: 'known-name' }] : [];
    }
    const verdict = judgeAssignment(name, value);
    return verdict === undefined || secret !== undefined ? [] : [{ ...place, ...verdict }];
  });
}

function withManifests(text: string, generic: readonly NamedSecret[]): NamedSecret[] {
  const found = kubernetesSecrets(text).map(({ keys, start, end, named }): NamedSecret => {
    const confidence = named ? 'likely' : 'possible';
    return { name: keys.at(-1) ?? '', start, end, confidence, reason: 'secret-name' };
  });
  const starts = new Set(found.map(({ start }) => start));
  const rest = generic.filter(({ start }) => !starts.has(start));
  return [...found, ...rest];
}
