import { formats } from '../../rules/credentials/index.ts';
import { type OwnFormat, ownFormat } from '../credentials/own-format.ts';
import { CredentialScanner, type KnownSecret } from '../credentials/scanner.ts';
import { type OwnNames, Vocabulary } from '../credentials/vocabulary.ts';

/** What a project's configuration adds to what is looked for: data alone, as it goes to threads and into cache keys. */
export interface OwnCredentials {
  formats: readonly OwnFormat[];
  names: OwnNames;
}

/** A scanner for all formats there are, and a project's own. */
export function scannerFor(
  own: OwnCredentials | undefined,
  known: readonly KnownSecret[] = [],
): CredentialScanner {
  if (own === undefined) return new CredentialScanner(formats, known);
  return new CredentialScanner([...formats, ...own.formats.map(ownFormat)], known, new Vocabulary(own.names));
}
