import { InputError } from './errors.ts';
import { LIMIT_NAMES, type LimitKey, type Limits, limitKey, limitValue } from './limits.ts';
import { nearest } from './nearest.ts';

/**
 * What a user says of one limit.
 *
 * @param where the user says it, with its name
 * @param shown the name as it may be printed
 * @throws InputError where there is no such limit, or it has no such value
 */
export function readLimit(
  { name, shown, text }: { name: string; shown: string; text: string },
  where: string,
): [LimitKey, number] {
  const key = limitKey(name);
  if (key === undefined) {
    const [meant] = nearest(name, LIMIT_NAMES);
    const hint = meant === undefined ? `There are ${LIMIT_NAMES.join(', ')}` : `Did you mean ${meant}?`;
    throw new InputError(`no limit is called ${shown}. ${hint}`);
  }
  const value = limitValue(text);
  if (value !== undefined) return [key, value];
  throw new InputError(`${where} takes a number above 0, k, M, G or T behind it for powers of 1024`);
}

/**
 * Limits as a program gives them, by their names.
 *
 * @throws InputError where one makes no sense
 */
export function limitsFrom(
  given: Readonly<Record<string, number | string>> | undefined,
): Partial<Limits> | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'object' || given === null)
    throw new InputError('limits: takes an object, with a value for each limit by its name');
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) =>
      readLimit({ name, shown: JSON.stringify(name.slice(0, 40)), text: `${value}` }, `limits: ${name}`),
    ),
  );
}
