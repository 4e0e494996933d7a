import { error } from '@oclif/core/errors';
import { InputError } from '../../config/errors.ts';
import type { LimitKey, Limits } from '../../config/limits.ts';
import { readLimit } from '../../config/read-limit.ts';
import { brief } from '../../report/plain-text.ts';

/** What `--limit NAME=VALUE` says, the last one of a name. Ends the command where it makes no sense. */
export function readLimits(given: readonly string[] = []): Partial<Limits> {
  return Object.fromEntries(given.map(readFlag));
}

function readFlag(given: string): [LimitKey, number] {
  const [, name = '', text = ''] = /^([^=]*)(?:=(.*))?$/s.exec(given) ?? [];
  try {
    return readLimit({ name, shown: brief(name), text }, `--limit ${name}=N`);
  } catch (problem) {
    if (!(problem instanceof InputError)) throw problem;
    return error(problem.message, { exit: 2 });
  }
}
