import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { FilePlace, Unknown } from '../build-path.ts';
import type { Scope } from '../hcl/evaluate.ts';
import { knownText, valueOfStatic } from '../hcl/static-value.ts';
import type { HclExpression } from '../hcl/tree.ts';
import { describePart } from '../value.ts';
import type { Definitions } from './definitions.ts';

/** Variables that stand for one another. */
const DEEPEST = 16;

/**
 * The Dockerfile that an expression is, where it is written, its places kept; no text where it is not known. What is inserted stands where
 * its expression stands; what is not known stays as it is written.
 *
 * @param unknown takes what is not known of it
 */
export function inlineText(
  expression: HclExpression,
  definitions: Definitions,
  scope: Scope,
  unknown: Unknown[],
): { text: MappedText | undefined; at: FilePlace } {
  const meant = followed(expression, definitions);
  const { at } = meant;
  if (meant.kind !== 'template') {
    const known = knownText(definitions.evaluate(meant, scope));
    return { text: known === undefined ? undefined : standingAt(known, at), at };
  }
  const text = MappedText.join(
    meant.parts.map((part) =>
      'text' in part ? part.text : inserted(part.expression, definitions, scope, unknown),
    ),
  );
  return { text, at };
}

/** What a name is defined as. */
function followed(expression: HclExpression, definitions: Definitions): HclExpression {
  let meant = expression;
  for (let depth = 0; depth < DEEPEST && meant.kind === 'reference'; depth += 1) {
    const next = definitions.expressionOf(meant.name);
    if (next === undefined) return meant;
    meant = next;
  }
  return meant;
}

function inserted(
  expression: HclExpression,
  definitions: Definitions,
  scope: Scope,
  unknown: Unknown[],
): MappedText {
  const value = definitions.evaluate(expression, scope);
  const known = knownText(value);
  const { at } = expression;
  if (known !== undefined) return standingAt(known, at);
  const part = valueOfStatic(value).find(({ kind }) => kind !== 'text');
  unknown.push({ what: part === undefined ? 'a part of the Dockerfile' : describePart(part), at });
  const { text } = at.source;
  const isWhole = text.slice(at.start - 2, at.start) === '${' && text.charAt(at.end) === '}';
  const span = isWhole ? { start: at.start - 2, end: at.end + 1 } : at;
  return MappedText.of(text.slice(span.start, span.end), span.start);
}

/** A text all of which stands at one place. */
function standingAt(text: string, { start }: FilePlace): MappedText {
  return text === ''
    ? MappedText.empty
    : MappedText.join(Array.from(text, (character) => MappedText.of(character, start)));
}
