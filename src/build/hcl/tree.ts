import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { FilePlace } from '../build-path.ts';

/** What stands between the braces of a block, or in a file. */
export interface HclBody {
  attributes: HclAttribute[];
  blocks: HclBlock[];
}

/** `name = value`; the place is that of both. */
export interface HclAttribute {
  name: string;
  value: HclExpression;
  at: FilePlace;
}

/** `type "label" { … }`; the place is that of the line that opens it. */
export interface HclBlock {
  type: string;
  labels: readonly string[];
  body: HclBody;
  at: FilePlace;
}

export type HclExpression = { at: FilePlace } & (
  | { kind: 'template'; parts: readonly TemplatePart[] }
  | { kind: 'number' | 'boolean'; text: string }
  | { kind: 'null' }
  | { kind: 'list'; items: readonly HclExpression[] }
  | { kind: 'object'; entries: readonly HclEntry[] }
  /** A variable, or the first name of a path: `target` of `target.x.args`. */
  | { kind: 'reference'; name: string }
  /** `of.key`, `of[key]`. */
  | { kind: 'access'; of: HclExpression; key: HclExpression }
  /** `spread`: the last argument is a list of arguments (`…`). */
  | { kind: 'call'; name: string; arguments: readonly HclExpression[]; spread: boolean }
  | { kind: 'unary'; operator: string; operand: HclExpression }
  | { kind: 'binary'; operator: string; left: HclExpression; right: HclExpression }
  | { kind: 'conditional'; condition: HclExpression; yes: HclExpression; no: HclExpression }
  /** Not static: `for` and what has a `*` in it. */
  | { kind: 'other'; what: string }
);

/** A stretch of a template: text, escapes taken away, or what is put in its place. */
export type TemplatePart = { text: MappedText } | { expression: HclExpression };

export interface HclEntry {
  key: HclExpression;
  value: HclExpression;
  at: FilePlace;
}

/** An expression that is one text. */
export function textExpression(text: MappedText, at: FilePlace): HclExpression {
  return { kind: 'template', parts: [{ text }], at };
}

/** The text of a template without expressions; undefined for anything else. */
export function plainText(expression: HclExpression): string | undefined {
  if (expression.kind !== 'template') return undefined;
  let text = '';
  for (const part of expression.parts) {
    if ('expression' in part) return undefined;
    text += part.text.text;
  }
  return text;
}
