import type { Given, GivenArgument } from '../build-path.ts';
import { concat, text } from '../value.ts';
import type { GivenWord } from './flags.ts';

/** What a file says of a build in words of its own, as flags of `docker build`. */
export function asFlags(flag: string, given: readonly (Given | undefined)[]): GivenWord[] {
  return given.flatMap((one) => (one === undefined ? [] : [{ value: text(`--${flag}`), at: one.at }, one]));
}

/** `NAME=value`. */
export function asPair({ name, value, at }: GivenArgument): GivenWord {
  return { value: concat(text(`${name}=`), value), at };
}
