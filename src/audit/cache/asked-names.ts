import { isKnownToBuilders, PLATFORM_ARGUMENTS } from '../../cachekey/known-arguments.ts';
import type { KnownBase } from '../../cachekey/known-base.ts';
import { nearest } from '../../config/nearest.ts';
import type { Instruction, ParsedDockerfile } from '../../dockerfile/instruction.ts';
import { pairsOf } from '../../dockerfile/pairs.ts';
import { InputError } from '../read-dockerfile.ts';
import type { CacheReport } from './cache-report.ts';

const WORD = /\w+/g;

/**
 * The names that are to be followed, each once. Throws InputError for one that is nowhere in the file or the triggers of
 * its base images, and that no builder knows: of a slip everything would be proved independent.
 */
export function askedNames(
  file: ParsedDockerfile,
  asked: readonly string[],
  bases: readonly KnownBase[],
): string[] {
  const ofBases = bases.flatMap(({ triggers }) => triggers.flatMap((text) => text.match(WORD) ?? []));
  const words = new Set([...instructionsOf(file).flatMap(wordsOf), ...ofBases]);
  for (const given of asked) {
    const [name = ''] = given.split('=');
    if (name === given && (words.has(name) || isKnownToBuilders(name))) continue;
    const declared = declaredArguments(file);
    if (declared.has(name)) throw new InputError(`--rotate takes names alone: say --rotate ${name}`);
    const [meant] = nearest(name, declared);
    const hint = meant === undefined ? 'it declares no build argument like it' : `did you mean ${meant}?`;
    throw new InputError(`--rotate ${name}: there is no such name in this file; ${hint}`);
  }
  return [...new Set(asked)];
}

/** Without being declared, a build argument is in no key; a few are all the same. */
export function undeclaredNotes(file: ParsedDockerfile, names: ReadonlySet<string>): CacheReport['notes'] {
  const declared = declaredArguments(file);
  return [...names]
    .filter((name) => !declared.has(name))
    .map((what) => ({ what, reason: 'is no build argument that this file declares' }));
}

/** Of another platform all steps are built anew, whatever the file says. */
export function platformNotes(names: ReadonlySet<string>): CacheReport['notes'] {
  const reason = 'is taken to change as a build argument; for another platform every step is another one';
  return [...names].filter((name) => PLATFORM_ARGUMENTS.includes(name)).map((what) => ({ what, reason }));
}

function instructionsOf({ instructions }: ParsedDockerfile): Instruction[] {
  return instructions.flatMap((one) => [one, ...(one.trigger ? [one.trigger] : [])]);
}

function wordsOf({ args, flags, heredocs }: Instruction): string[] {
  const texts = [
    args.text,
    ...flags.map(({ value = '' }) => value),
    ...heredocs.map(({ body }) => body.text),
  ];
  return texts.flatMap((text) => text.match(WORD) ?? []);
}

function declaredArguments(file: ParsedDockerfile): Set<string> {
  return new Set(
    instructionsOf(file)
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap((one) => pairsOf(one, file.escape).map(({ name }) => name.text.replace(/["']/g, ''))),
  );
}
