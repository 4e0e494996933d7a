import type { Instruction } from '../dockerfile/instruction.ts';
import type { WordPart } from '../dockerfile/word-parts.ts';
import type { Declaration } from '../flow/declaration.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { Draft } from './draft.ts';
import type { Style } from './rewrite.ts';

/** Where the dotenv style mounts its file. */
export const DOTENV_ID = '_env';

/** What a shell can export. */
const NAME = /^[A-Za-z_]\w*$/;

export interface Gift {
  draft: Draft;
  run: TracedRun;
  /** The RUN that its script stands in now. */
  instruction: Instruction;
  id: string;
  /** The name of the variable that the secret comes in by. */
  source: string;
  /** All ARGs and ENVs that carry it. */
  carriers: readonly Declaration[];
  required: boolean;
  style: Style;
  /** The build argument stays, and is taken where there is no secret. */
  keepArgument: boolean;
}

/**
 * Gives a RUN the value that a declaration gave it until now: by a mount, and where the value was made of more than
 * the secret, by an assignment before the script. False where that has no place: in exec form, and where no
 * POSIX shell reads the script.
 */
export function giveVariable(gift: Gift, carrier: Declaration): boolean {
  if (isWhole(carrier, gift.carriers)) return giveSecret(gift, carrier.name);
  const { instruction } = gift;
  if (instruction.exec !== undefined || !gift.run.isPosix || !NAME.test(carrier.name)) return false;
  if (carrier.value === undefined) return false;
  const own = new Set(gift.carriers);
  for (const { declaration } of carrier.sources)
    if (own.has(declaration) && !giveVariable(gift, declaration)) return false;
  gift.draft.runBefore(instruction, `export ${carrier.name}=${shellWord(carrier.value.parts)}`);
  return true;
}

/** Gives a RUN the secret itself as a variable. False in exec form, where that takes a shell. */
export function giveSecret(gift: Omit<Gift, 'carriers'>, name: string): boolean {
  const { draft, run, instruction, id, source, required, style, keepArgument } = gift;
  const isExec = instruction.exec !== undefined;
  if (style === 'environment' && !keepArgument) {
    draft.mount(instruction, { type: 'secret', id, env: name, required });
    return true;
  }
  if (isExec || !run.isPosix || !NAME.test(name)) return false;
  const access = run.asRoot ? {} : { mode: '0444' };
  if (style === 'dotenv' && !keepArgument) {
    const target = `/run/secrets/${DOTENV_ID}`;
    draft.mount(instruction, { type: 'secret', id: DOTENV_ID, ...access, required: true });
    draft.runBefore(instruction, `set -a && . ${target} && set +a`);
    return true;
  }
  const path = `/run/secrets/${id}`;
  draft.mount(instruction, { type: 'secret', id, ...access, required });
  const fallback = keepArgument ? ` 2>/dev/null || printf %s "$${source}"` : '';
  draft.runBefore(instruction, `export ${name}="$(cat ${path}${fallback})"`);
  return true;
}

/** A declaration whose value is the secret and nothing else. */
function isWhole({ sources, value, name }: Declaration, carriers: readonly Declaration[]): boolean {
  if (sources.length === 0) return true;
  const [only] = sources;
  if (only === undefined || sources.length > 1 || !only.whole) return false;
  const [part] = value?.parts ?? [];
  const isPlain = part === undefined || (part.kind === 'variable' && part.operator === undefined);
  if (!isPlain || !carriers.includes(only.declaration)) return only.declaration.name === name;
  return isWhole(only.declaration, carriers);
}

/** A value of ENV as a word in double quotes, which a shell expands as the builder did. */
function shellWord(parts: readonly WordPart[]): string {
  return `"${parts.map(quoted).join('')}"`;
}

function quoted(part: WordPart): string {
  if (part.kind === 'text') return part.value.replace(/["\\$`]/g, '\\$&');
  return `\${${part.name}${part.operator ?? ''}${part.operand.map(quoted).join('')}}`;
}
