import type { Severity } from '../config/levels.ts';
import { judgeAssignment, type SecretAssignment, secretAssignments } from './assignments.ts';
import { genericSecrets, judgeValue, syntaxAt } from './generic.ts';
import { plausibleSecretValue } from './placeholder.ts';
import { json } from './readers/json.ts';
import { kubernetesSecrets } from './readers/kubernetes.ts';
import type { Reader, Setting } from './readers/setting.ts';
import { xml } from './readers/xml.ts';
import { yaml } from './readers/yaml.ts';
import type { Store } from './store-table.ts';
import type { Vocabulary } from './vocabulary.ts';

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
export function namedReaderFor(
  path: string,
  store: Store | undefined,
  names: Vocabulary,
): NamedReader | undefined {
  if (store?.reader === 'assignments') return (text) => assigned(text, names);
  if (store?.reader === 'keys') return undefined;
  if (store?.reader !== undefined) return (text) => storedSecrets(text, store, names);
  const syntax = syntaxAt(path);
  if (syntax === undefined) return undefined;
  const structure = STRUCTURES.find(([name]) => name.test(path))?.[1];
  const generic: NamedReader = (text) => genericSecrets(text, syntax, names);
  if (structure === undefined) return generic;
  const both: NamedReader = (text) => merged(generic(text), structured(structure(text), names));
  return structure === yaml ? (text) => merged(manifestSecrets(text, names), both(text)) : both;
}

/** What is not on one line, only a reader of the syntax finds. */
const STRUCTURES: readonly (readonly [RegExp, Reader])[] = [
  [/\.ya?ml$/i, yaml],
  [/\.json[5c]?$/i, json],
  [/\.(?:xml|plist)$/i, xml],
];

function structured(settings: readonly Setting[], names: Vocabulary): NamedSecret[] {
  return settings.flatMap(({ keys, value, start, end }) => {
    const secret = judgeValue({ name: keys.at(-1) ?? '', value, start, isPlain: false }, names);
    return secret === undefined ? [] : [{ ...secret, end }];
  });
}

/** Both, what begins at one place once. */
function merged(first: readonly NamedSecret[], second: readonly NamedSecret[]): NamedSecret[] {
  const starts = new Set(first.map(({ start }) => start));
  return [...first, ...second.filter(({ start }) => !starts.has(start))];
}

/** `NAME=value` lines, and what stands besides on them: `export A=… B=…`. */
function assigned(text: string, names: Vocabulary): NamedSecret[] {
  return merged(secretAssignments(text, names), genericSecrets(text, 'config', names));
}

/** A store's values, in its own syntax, that its table row or their keys call secret. */
function storedSecrets(text: string, { reader, secret, hashed }: Store, names: Vocabulary): NamedSecret[] {
  if (typeof reader !== 'function') return [];
  return reader(text).flatMap(({ keys, value, start, end }): NamedSecret[] => {
    const name = keys.at(-1) ?? '';
    const place = { name, start, end };
    if (hashed === true)
      return [{ ...place, confidence: 'likely', reason: 'known-name', severity: 'medium' }];
    if (secret?.test(keys.join('/')) === true) {
      return plausibleSecretValue(value) ? [{ ...place, confidence: 'likely', reason: 'known-name' }] : [];
    }
    const verdict = judgeAssignment(name, value, names);
    return verdict === undefined || secret !== undefined ? [] : [{ ...place, ...verdict }];
  });
}

function manifestSecrets(text: string, names: Vocabulary): NamedSecret[] {
  return kubernetesSecrets(text, names).map(({ keys, start, end, named }) => {
    const confidence = named ? 'likely' : 'possible';
    return { name: keys.at(-1) ?? '', start, end, confidence, reason: 'secret-name' };
  });
}
