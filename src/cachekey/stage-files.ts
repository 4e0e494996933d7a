import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { Builder } from './builder.ts';
import { asContent, type KeyInputs, NO_INPUTS } from './cache-step.ts';
import type { Doubt } from './key-value.ts';

interface Known {
  builder: Builder;
  stages: readonly Stage[];
  /** In the key of the last step of a stage that is built. */
  endOf(stage: Stage): KeyInputs | undefined;
}

/**
 * What comes into a key with the files of a stage, or of an image, that a COPY or a mount names. BuildKit means the
 * last stage of that name. It refuses one that is not before the step's own, or used to take it as it was, unbuilt, and
 * one with a variable, which others expand (findStateByName, convert.go). The classic builder refuses a name that comes
 * twice; others mean this stage or that.
 */
export function filesOf(name: string, before: Stage, { builder, stages, endOf }: Known): KeyInputs {
  if (name.includes('$'))
    return doubted('which stage or image it takes files of is chosen by a variable', before);
  const plain = name.toLowerCase();
  const called = /^\d+$/.test(plain)
    ? stages.filter(({ index }) => index === Number(plain))
    : stages.filter((stage) => stage.name === plain);
  const last = called.at(-1);
  if (last === undefined) return NO_INPUTS;
  if (last.index >= before.index)
    return doubted(`stage ${name} is not before the one that takes its files`, last);
  if (called.length > 1 && builder.name !== 'buildkit') return doubted(twice(name), last);
  const end = endOf(last);
  return end === undefined
    ? doubted(`what stage ${name} makes is not known: it is not among the stages that are built`, last)
    : asContent(end);
}

/** Set where a stage starts from another one whose name comes twice, and builders differ in which that is. */
export function baseDoubt(
  { base, from: { span } }: Stage,
  { builder, stages }: Omit<Known, 'endOf'>,
): Doubt | undefined {
  const called = stages.filter(({ name }) => name !== undefined && name === base?.name);
  return base === undefined || called.length < 2 || builder.name === 'buildkit'
    ? undefined
    : { reason: twice(base.name ?? ''), span };
}

function twice(name: string): string {
  return `more than one stage is called ${name}`;
}

function doubted(reason: string, { from: { span } }: { from: { span: Span } }): KeyInputs {
  return { ...NO_INPUTS, doubts: [{ reason, span }] };
}
