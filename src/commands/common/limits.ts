import { error } from '@oclif/core/errors';
import { closest } from '../../config/closest.ts';
import { LIMIT_NAMES, type Limits, limitKey, limitValue } from '../../config/limits.ts';
import { brief } from '../../report/plain-text.ts';

/** What `--limit NAME=VALUE` says, the last one of a name. Ends the command where it makes no sense. */
export function readLimits(given: readonly string[] = []): Partial<Limits> {
  return Object.fromEntries(given.map(readLimit));
}

function readLimit(given: string): [string, number] {
  const [, name = '', text] = /^([^=]*)(?:=(.*))?$/s.exec(given) ?? [];
  const key = limitKey(name);
  if (key === undefined) {
    const meant = closest(name, LIMIT_NAMES);
    const hint = meant === undefined ? `There are ${LIMIT_NAMES.join(', ')}` : `Did you mean ${meant}?`;
    return error(`no limit is called ${brief(name)}. ${hint}`, { exit: 2 });
  }
  const value = limitValue(text ?? '');
  if (value === undefined)
    return error(`--limit ${name}=N takes a number above 0, k, M, G or T behind it for powers of 1024`, {
      exit: 2,
    });
  return [key, value];
}
