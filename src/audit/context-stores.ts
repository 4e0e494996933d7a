import { dirname } from 'node:path';
import type { Confidence } from '../config/levels.ts';
import { BuildContext, type ContextOptions } from '../context/build-context.ts';
import { namedReaderFor } from '../credentials/named.ts';
import { keyStore } from '../credentials/readers/keystores.ts';
import type { CredentialScanner } from '../credentials/scanner.ts';
import { Secret } from '../credentials/secret.ts';
import type { Store } from '../credentials/store-table.ts';
import { storeAt } from '../credentials/stores.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { ContextRequest, ContextStore, ContextStores } from '../flow/context-stores.ts';

/** Names that say that there is nothing real in a file. */
const EXAMPLE = /(?:^|[._-])(?:example|sample|template|dist|tmpl|defaults?|schema)(?:$|[._-])/i;
/** What stands in a pattern for other characters. */
const GLOB = /\*+|\?|\[[^\]]*\]/g;
/** Folders that exist to hold credentials. */
const FOLDER = /(?:^|\/)\.(ssh|aws|docker|kube|azure|gnupg)\/?$/;

/** What kind of credential store a file or folder of the build context is, by its name. */
function storeInContext(path: string): Store | undefined {
  const base = path.slice(path.replace(/\/$/, '').lastIndexOf('/') + 1);
  if (EXAMPLE.test(base)) return undefined;
  const folder = FOLDER.exec(path)?.[1];
  if (folder !== undefined) return { what: `folder of ${folder} credentials`, path: FOLDER };
  return storeAt(`/${path}`);
}

/** What a file becomes by the name that it is copied to: `COPY deploy_key /root/.ssh/id_rsa`. */
function storeByTarget(path: string, target: string): Store | undefined {
  return EXAMPLE.test(path.slice(path.lastIndexOf('/') + 1)) ? undefined : storeAt(`/${target}`);
}

/** Judges what an instruction takes from the build context by the names in it: the context is not at hand. */
export const storesByName: ContextStores = ({ sources, destination, parents }) =>
  sources.flatMap((source): ContextStore[] => {
    const path = source.replace(/^(?:\.?\/)+/, '');
    const base = path.slice(path.lastIndexOf('/') + 1);
    const name = parents ? path : base;
    const target = /(?:^|\/)\.{0,2}$/.test(destination) ? `${destination}/${name}` : destination;
    // A pattern that finds no file ends the build, so what it asks for is there.
    const store = ['', 'x']
      .map((some) => [path.replace(GLOB, some), target.replace(GLOB, some)] as const)
      .map(([from, to]) => storeInContext(from) ?? storeByTarget(from, to))
      .find((one) => one !== undefined);
    if (store === undefined) return [];
    const confidence: Confidence = store.doubtful === true ? 'possible' : 'likely';
    return [{ path, target, what: store.what, confidence }];
  });

/** What only its content can tell. */
const UNKNOWN: Store = { what: 'file with a credential', path: /^/ };
/** More than any credential file has. */
const MOST_BYTES = 1 << 20;

/** Judges by what the files of the build context hold; those that are not there yet by their names. */
export function storesIn(context: BuildContext, scanner: CredentialScanner): ContextStores {
  return (request) => [
    ...context.copied(request).flatMap(({ path, target }): ContextStore[] => {
      // A tool finds its file under a name in other letters where the file system does.
      const store = storeInContext(path) ?? storeByTarget(path, target) ?? storeInContext(path.toLowerCase());
      if (store !== undefined) return judged({ path, target, store }, context, scanner);
      // A file that is named is one that matters; a whole folder's are too many to be read.
      const isNamed = request.sources.some((source) => source.replace(/^(?:\.?\/)+/, '') === path);
      return isNamed ? judged({ path, target, store: UNKNOWN }, context, scanner) : [];
    }),
    ...storesByName(missing(request, context)),
  ];
}

/** Sources that the folder has not: a build may make them first. */
function missing(request: ContextRequest, context: BuildContext): ContextRequest {
  const sources = request.sources.filter((source) => !/[*?[]/.test(source) && !context.has(source));
  return { ...request, sources };
}

function judged(
  { path, target, store }: { path: string; target: string; store: Store },
  context: BuildContext,
  scanner: CredentialScanner,
): ContextStore[] {
  const bytes = context.read(path, MOST_BYTES);
  const { what } = store;
  if (bytes === undefined) return store === UNKNOWN ? [] : [{ path, target, what, confidence: 'likely' }];
  if (store.reader === 'keys' && keyStore(bytes) !== undefined)
    return [{ path, target, what, confidence: 'likely' }];
  const text = bytes.toString('utf8');
  const found = scanner.scanText(text).map(({ format, secret, validity, confidence }) => ({
    secret,
    validity,
    confidence,
    ...(format && { format }),
  }));
  const named = store === UNKNOWN ? [] : (namedReaderFor(`/${path}`, store, scanner.names)?.(text) ?? []);
  const credentials = [
    ...found,
    ...named.map(({ start, end, confidence }) => {
      return { secret: new Secret(text.slice(start, end)), validity: 'unknown' as const, confidence };
    }),
  ];
  if (credentials.length === 0) return [];
  const surest = (['certain', 'likely', 'possible'] as const).find((level) =>
    credentials.some(({ confidence }) => confidence === level),
  );
  return [{ path, target, what, confidence: surest ?? 'likely', credentials }];
}

/**
 * The folder that a Dockerfile is most likely built from: its own, or the working folder if that has what it copies
 * and its own has not.
 */
export function contextOf(dockerfile: string, file: ParsedDockerfile, options: ContextOptions): BuildContext {
  const named = copiedPaths(file);
  const own = BuildContext.open(dirname(dockerfile), dockerfile, options);
  if (named.every((path) => own.has(path))) return own;
  const here = BuildContext.open('.', dockerfile, options);
  const count = (context: BuildContext): number => named.filter((path) => context.has(path)).length;
  return count(here) > count(own) ? here : own;
}

/** What COPY and ADD name of the build context, patterns and variables left out. */
function copiedPaths({ instructions, escape }: ParsedDockerfile): string[] {
  return instructions
    .filter(
      ({ keyword, flags }) => /^(?:COPY|ADD)$/.test(keyword) && !flags.some(({ name }) => name === 'from'),
    )
    .flatMap(({ args, exec }) => (exec ?? splitWords(args, escape).map(({ text }) => text)).slice(0, -1))
    .filter((path) => !/[*?[$]|:\/\/|^<<|^git@/.test(path));
}
