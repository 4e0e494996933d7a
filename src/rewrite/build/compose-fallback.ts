import { type BuildPath, placeText } from '../../build/build-path.ts';
import { formOf } from './form.ts';
import type { Supply } from './supply.ts';

/** What compose is told to take where a variable is not set: another one, a text, or nothing at all. */
interface Fallback {
  kind: 'variable' | 'text' | 'error';
  name: string;
  place: string;
}

/**
 * What a secret of compose cannot say: it has the name of a variable, and no words for a build where that is not set
 * (compose-spec, 09-secrets). Undefined for a default that is empty, as the secret is then too.
 */
function fallbackOf({ given, isThere }: Supply, path: BuildPath): Fallback | undefined {
  const last = given.at(-1);
  if (last === undefined || isThere || formOf(path) !== 'compose') return undefined;
  const { source, start, end } = last.at;
  const written = source.text.slice(start, end);
  const [, name, operator, operand = ''] = /\$\{(\w+)(:?[-?])((?:[^{}]|\$\{[^{}]*\})*)\}/.exec(written) ?? [];
  if (name === undefined || operator === undefined) return undefined;
  const place = placeText(last.at);
  if (operator.endsWith('?')) return { kind: 'error', name, place };
  if (operand === '') return undefined;
  return { kind: operand.includes('$') ? 'variable' : 'text', name, place };
}

/** False where one variable stands in for another, which a secret cannot do. */
export function canBeNamed(supply: Supply, path: BuildPath): boolean {
  return fallbackOf(supply, path)?.kind !== 'variable';
}

/** What a person has to decide: a build that sets nothing was right so far. */
export function fallbackDoubts(supplies: readonly Supply[], path: BuildPath): string[] {
  return supplies.flatMap((supply) => {
    const { kind, name, place } = fallbackOf(supply, path) ?? {};
    if (kind !== 'text') return [];
    return [`${place} has a default for ${name}: a build where it is not set gets an empty secret now`];
  });
}

/** What a person has to know. */
export function fallbackRemarks(supplies: readonly Supply[], path: BuildPath): string[] {
  return supplies.flatMap((supply) => {
    const { kind, name, place } = fallbackOf(supply, path) ?? {};
    if (kind === 'error')
      return [
        `${place}: compose ended where ${name} was not set; it now builds with an empty secret, and the step that needs it fails`,
      ];
    if (kind === 'variable')
      return [
        `${place}: a secret of compose names one variable, and takes no other in its place; set ${name} before compose is called`,
      ];
    return [];
  });
}
