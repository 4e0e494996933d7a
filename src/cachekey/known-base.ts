import type { Instruction } from '../dockerfile/instruction.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { isSameImage } from '../image/reference.ts';

/** What the config of a base image says of the builds on it. */
export interface KnownBase {
  /** What a FROM may call it. */
  names: readonly string[];
  /** Its ONBUILD triggers, as they are written. */
  triggers: readonly string[];
  /** `NAME=value` each. */
  environment: readonly string[];
}

/** The one of some images that a FROM means. */
export function baseCalled(
  name: string | undefined,
  bases: readonly KnownBase[] = [],
): KnownBase | undefined {
  if (name === undefined) return undefined;
  return bases.find(({ names }) => names.some((one) => isSameImage(one, name)));
}

/** Its triggers as instructions that stand where the FROM does. */
export function instructionsOf({ triggers }: KnownBase, span: Span): Instruction[] {
  return triggers
    .flatMap((trigger) => parseDockerfile('', trigger).instructions)
    .map((one) => ({
      ...one,
      span,
      keywordSpan: span,
      flags: one.flags.map((flag) => ({ ...flag, span })),
    }));
}
