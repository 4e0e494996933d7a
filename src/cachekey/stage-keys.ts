import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { Builder } from './builder.ts';
import { type KeyInputs, NO_INPUTS } from './cache-step.ts';
import { KeyScope } from './key-scope.ts';
import { constant, type Doubt, type KeyValue } from './key-value.ts';

const DOCKERS_SYNTAX = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/;

/** How a stage stands at one of its instructions. */
export interface StageKeys {
  scope: KeyScope;
  declared: Set<string>;
  /** In the key of what comes next, by all steps before it. */
  chain: KeyInputs;
  folder: KeyValue;
  user: KeyValue;
}

interface Beginning {
  builder: Builder;
  file: ParsedDockerfile;
  rotating: ReadonlySet<string>;
  /** With the ARGs before the first FROM. */
  expand(word: string, span: Span): KeyValue;
}

/** What a stage that starts from another one begins with. */
export function childStage({ scope, chain, folder, user }: StageKeys): StageKeys {
  return { scope: scope.child(), declared: new Set(), chain, folder, user };
}

/** What a stage that starts from an image begins with, and what of the image has to be taken for granted. */
export function firstStage(stage: Stage, beginning: Beginning): { keys: StageKeys; assumption?: string } {
  const { from, baseText } = stage;
  const isScratch = baseText.toLowerCase() === 'scratch';
  const texts = [baseText, ...from.flags.map(({ value = '' }) => value)];
  const doubts = texts
    .map((text) => beginning.expand(text, from.span))
    .flatMap(({ names, doubts: own }): readonly Doubt[] =>
      names.size === 0
        ? own
        : [...own, { reason: 'the image that the stage starts from depends on it', span: from.span, names }],
    );
  if (baseText.includes('$'))
    doubts.push({
      reason: 'the stage or image that it starts from is chosen by a variable',
      span: from.span,
    });
  const keys = {
    scope: new KeyScope(beginning.builder, { open: !isScratch }),
    declared: new Set<string>(),
    chain: { ...NO_INPUTS, doubts: [...doubts, ...frontendDoubts(beginning)] },
    folder: constant('/'),
    user: constant(''),
  };
  return isScratch || doubts.length > 0
    ? { keys }
    : { keys, assumption: `${baseText} has no ONBUILD triggers` };
}

/** Another frontend may do anything. */
function frontendDoubts({ builder, file, rotating }: Beginning): Doubt[] {
  if (builder.name !== 'buildkit') return [];
  const syntax = file.directives.find(({ name }) => name === 'syntax');
  const isOther = syntax !== undefined && !DOCKERS_SYNTAX.test(syntax.value);
  if (!isOther && !rotating.has('BUILDKIT_SYNTAX')) return [];
  const span = syntax?.span ?? { start: 0, end: 0 };
  return [{ reason: 'what another frontend than docker/dockerfile makes of the file is not known', span }];
}

/** WORKDIR: a relative folder is in the one before. */
export function folderIn(before: KeyValue, value: KeyValue): KeyValue {
  const { names, doubts } = bothOf(before, value);
  const known = before.text !== undefined && value.text !== undefined;
  return { names, doubts, ...(known && { text: `${before.text?.replace(/\/$/, '')}/${value.text}` }) };
}

function bothOf(one: KeyValue, other: KeyValue): Pick<KeyValue, 'names' | 'doubts'> {
  return { names: new Map([...one.names, ...other.names]), doubts: [...one.doubts, ...other.doubts] };
}
