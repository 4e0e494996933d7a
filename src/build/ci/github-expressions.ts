import { ROOT } from '../command/paths.ts';
import { concat, text, type Value } from '../value.ts';
import type { Scope } from './scope.ts';

export const EXPRESSION = /\$\{\{[\s\S]*?\}\}/g;

const CHANGING =
  /^(?:github\.(?:sha|run_id|run_number|run_attempt|event\.(?:after|head_commit\.\w+|pull_request\.head\.sha|workflow_run\.\w+))|job\.\w+\.id)$/;
const NAME =
  /\b(?:secrets|inputs|vars|env|matrix|github|steps|needs|runner|job|strategy)(?:\.[\w*-]+|\[\s*'[^']*'\s*\])+/g;

/** What a `${{ … }}` of a GitHub workflow stands for (GitHub's documentation of contexts). */
export function readExpression(written: string, scope: Scope): Value {
  const inner = written.slice(3, -2).trim();
  const quoted = /^'((?:[^']|'')*)'$/.exec(inner)?.[1];
  if (quoted !== undefined) return text(quoted.replaceAll("''", "'"));
  if (/[|&]{2}/.test(inner)) return resultOf(inner, scope);
  const names = namesIn(inner);
  const [only] = names;
  if (only !== undefined && names.length === 1 && inner.length <= only.length + 4)
    return readName(only, scope);
  if (/\btoJSON\(\s*secrets\s*\)/i.test(inner))
    return [{ kind: 'secret', name: 'of all names', store: 'GitHub secrets' }];
  const format = /^format\(\s*'((?:[^']|'')*)'\s*,/.exec(inner)?.[1];
  if (format !== undefined) return formatted(format, names, scope);
  const values = names.map((name) => readName(name, scope));
  const secret = values.find((value) => value.some(({ kind }) => kind === 'secret' || kind === 'output'));
  return secret ?? values[0] ?? [{ kind: 'unknown', what: 'an expression' }];
}

function namesIn(expression: string): string[] {
  return Array.from(expression.matchAll(NAME), ([name]) => name.replace(/\[\s*'([^']*)'\s*\]/g, '.$1'));
}

/** `condition && value || other`: what it may come to, a secret first; a comparison comes to no more than true. */
function resultOf(expression: string, scope: Scope): Value {
  const texts: string[] = [];
  const plain = expression.replace(/'(?:[^']|'')*'/g, (quoted) => `\uFDD0${texts.push(quoted) - 1}\uFDD1`);
  const results = plain.split('||').flatMap((alternative): Value[] => {
    const last = (alternative.split('&&').at(-1) ?? '').replace(/^[\s(]+|[\s)]+$/g, '');
    if (/[=!<>]/.test(last)) return [];
    const whole = last.replace(/\uFDD0(\d+)\uFDD1/g, (_, index: string) => texts[Number(index)] ?? '');
    return [readExpression(`\${{${whole}}}`, scope)];
  });
  const secret = results.find((value) => value.some(({ kind }) => kind === 'secret' || kind === 'output'));
  return secret ?? results[0] ?? text('true');
}

function formatted(pattern: string, names: readonly string[], scope: Scope): Value {
  return concat(
    ...pattern.split(/\{(\d+)\}/).map((piece, at) => {
      const name = at % 2 === 0 ? undefined : names[Number(piece)];
      return name === undefined ? text(at % 2 === 0 ? piece : '') : readName(name, scope);
    }),
  );
}

function readName(name: string, { environment, known }: Scope): Value {
  const [context = '', first = ''] = name.split('.');
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (context === 'secrets') return [{ kind: 'secret', name: first, store: 'GitHub secret' }];
  if (name === 'github.token') return [{ kind: 'secret', name: 'GITHUB_TOKEN', store: 'GitHub secret' }];
  if (name === 'github.workspace') return text(ROOT);
  if (CHANGING.test(name)) return [{ kind: 'changing', what: name }];
  const value = known.get(name);
  if (value !== undefined) return value;
  if (context === 'matrix' && [...known.keys()].some((key) => key.startsWith('matrix.'))) return [];
  if (context === 'env') return environment.get(first) ?? [{ kind: 'variable', name: first }];
  if (context === 'steps' || context === 'needs')
    return [{ kind: 'output', of: `${context === 'steps' ? 'step' : 'job'} ${first}`, as: last }];
  return [{ kind: 'variable', name: last }];
}
