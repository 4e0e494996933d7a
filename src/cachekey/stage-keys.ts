import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import { syntaxOf } from '../dockerfile/syntax.ts';
import type { Builder } from './builder.ts';
import { type KeyInputs, NO_INPUTS } from './cache-step.ts';
import { KeyScope } from './key-scope.ts';
import { constant, type Doubt, joinValues, type KeyValue } from './key-value.ts';
import { baseCalled, type KnownBase } from './known-base.ts';

const DOCKERS_SYNTAX = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/;

/** How a stage stands at one of its instructions. */
export interface StageKeys {
  scope: KeyScope;
  declared: Set<string>;
  /** In the key of what comes next, by all steps before it. */
  chain: KeyInputs;
  folder: KeyValue;
  user: KeyValue;
  /** The program of SHELL. */
  shell: string;
}

interface Beginning {
  builder: Builder;
  file: ParsedDockerfile;
  rotating: ReadonlySet<string>;
  /** The stages before it. */
  earlier: readonly Stage[];
  /** Images whose config is known. */
  bases: readonly KnownBase[];
  /** With the ARGs before the first FROM. */
  expand(word: string, span: Span): KeyValue;
}

interface FirstStage {
  keys: StageKeys;
  /** What of the image has to be taken for granted. */
  assumption?: string;
  /** The image, where its config is known. */
  base?: KnownBase;
}

/** What a stage that starts from another one begins with. */
export function childStage({ scope, ...kept }: StageKeys): StageKeys {
  return { ...kept, scope: scope.child(), declared: new Set() };
}

/** What a stage that starts from an image begins with, and what of the image has to be taken for granted. */
export function firstStage(stage: Stage, beginning: Beginning): FirstStage {
  const name = beginning.expand(stage.baseText, stage.from.span);
  const base = baseCalled(name.text, beginning.bases);
  const isKnown = base !== undefined || name.text?.toLowerCase() === 'scratch';
  const doubts = [...baseDoubts(stage, name, beginning), ...frontendDoubts(beginning)];
  const scope = new KeyScope(beginning.builder, { open: !isKnown });
  for (const variable of base?.environment ?? []) {
    const equals = variable.indexOf('=');
    if (equals !== -1) scope.setVariable(variable.slice(0, equals), constant(variable.slice(equals + 1)));
  }
  const keys = beginningAt(scope, doubts);
  if (base !== undefined) return { keys, base };
  return isKnown || doubts.length > 0
    ? { keys }
    : { keys, assumption: `${name.text ?? stage.baseText} has no ONBUILD triggers` };
}

/** What one begins with that starts from nobody knows what. */
export function unknownStage(builder: Builder, doubt: Doubt): StageKeys {
  return beginningAt(new KeyScope(builder, { open: true }), [doubt]);
}

/** Whether the triggers of another stage are run: images of the OCI format, which buildah makes by default, have none. */
export function triggerDoubts({ from: { span } }: Stage, { name }: Builder): Doubt[] {
  const reason = 'whether buildah runs the ONBUILD triggers depends on the format of its images';
  return name === 'buildah' ? [{ reason, span }] : [];
}

function beginningAt(scope: KeyScope, doubts: readonly Doubt[]): StageKeys {
  return {
    scope,
    declared: new Set(),
    chain: { ...NO_INPUTS, doubts },
    folder: constant('/'),
    user: constant(''),
    shell: '/bin/sh',
  };
}

function baseDoubts({ from, baseText }: Stage, name: KeyValue, { expand, earlier }: Beginning): Doubt[] {
  const { span } = from;
  const platforms = from.flags.map(({ value = '' }) => expand(value, span));
  const doubts = [name, ...platforms].flatMap(({ names, doubts: own }): readonly Doubt[] =>
    names.size === 0
      ? own
      : [...own, { reason: 'the image that the stage starts from depends on it', span, names }],
  );
  if (name.text === '') doubts.push({ reason: `FROM ${baseText} names nothing to start from`, span });
  if (name.text === undefined && earlier.some((one) => one.name !== undefined))
    doubts.push({ reason: 'the stage or image that it starts from is chosen by a variable', span });
  return doubts;
}

/** Another frontend may do anything. */
function frontendDoubts({ builder, file, rotating }: Beginning): Doubt[] {
  if (builder.name !== 'buildkit') return [];
  const syntax = syntaxOf(file);
  const isOther = syntax !== undefined && !DOCKERS_SYNTAX.test(syntax.value);
  if (!isOther && !rotating.has('BUILDKIT_SYNTAX')) return [];
  const span = syntax?.span ?? { start: 0, end: 0 };
  return [{ reason: 'what another frontend than docker/dockerfile makes of the file is not known', span }];
}

/** WORKDIR: a relative folder is in the one before. */
export function folderIn(before: KeyValue, value: KeyValue): KeyValue {
  const isClosed = before.text?.endsWith('/') === true;
  return joinValues([before, constant(isClosed ? '' : '/'), value]);
}
