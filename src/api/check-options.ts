import { stat } from 'node:fs/promises';
import { BUILDERS } from '../cachekey/builder.ts';
import { InputError } from '../config/errors.ts';
import { CONFIDENCES } from '../config/levels.ts';
import { didYouMean } from '../config/nearest.ts';
import { STYLES } from '../rewrite/rewrite.ts';

/** Options that take one of a few words, each with the table of those. */
const CHOICES = [
  ['minConfidence', CONFIDENCES],
  ['style', STYLES],
  ['builder', BUILDERS],
] as const;

/** Those options as they come in: a program without types may give anything. */
export type Choices = Partial<Readonly<Record<(typeof CHOICES)[number][0], unknown>>>;

/**
 * What was given is not repeated: it may be anything.
 *
 * @throws InputError where an option has a value that it does not take
 */
export function checkOptions(options: Choices): void {
  for (const [name, table] of CHOICES) {
    const words: readonly string[] = table;
    const given = options[name];
    if (given === undefined || (typeof given === 'string' && words.includes(given))) continue;
    const hint = typeof given === 'string' ? didYouMean(given, words) : '';
    throw new InputError(`${name}: takes one of ${words.join(', ')}.${hint}`);
  }
}

/**
 * @param context the folder of the build context, where one was named
 * @throws InputError where it is not there
 */
export async function checkContext(context: string | undefined): Promise<void> {
  if (context === undefined) return;
  const isFolder = await stat(context).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new InputError(`context: there is no folder ${context}; name that of the build`, 'ERR_NOT_FOUND');
}

/**
 * @param says what is asked for
 * @throws InputError for what is no array of texts
 */
export function checkTexts(given: unknown, says: string): void {
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) throw new InputError(says);
}
