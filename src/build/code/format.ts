import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type { Expression, Item, Of } from './expression.ts';
import type { Program } from './program.ts';

/** Places of `"…%s…%(name)s…" % …`. */
const PERCENTS = /%(?:\(([\w-]{1,60})\))?[-#0 +]?\d{0,9}(?:\.\d{1,9})?[sdrfi]|%%/g;
/** Places of `"…{}…{name}…".format(…)`. */
const BRACES = /\{([\w-]{0,60})(?:![rsa])?(?::[^{}]{0,60})?\}/g;

/** Python's `"…" % values` and `"…".format(values)` as a text with expressions in it; undefined for anything else. */
export function formatOf(expression: Expression, program: Program): Of<'text'> | undefined {
  if (expression.kind === 'joined' && expression.sign === '%') {
    const [pattern, values] = expression.operands;
    if (pattern === undefined || values === undefined) return undefined;
    const isGroup = values.kind === 'list' || values.kind === 'map';
    const items = isGroup ? values.items : [{ value: values, start: values.start, end: values.end }];
    return filled(program.resolve(pattern), items, PERCENTS);
  }
  if (
    expression.kind !== 'call' ||
    expression.callee.kind !== 'member' ||
    expression.callee.name !== 'format'
  )
    return undefined;
  return filled(program.resolve(expression.callee.of), expression.items, BRACES);
}

function filled(pattern: Expression, items: readonly Item[], places: RegExp): Of<'text'> | undefined {
  if (pattern.kind !== 'text') return undefined;
  const plain = items.filter(({ name }) => name === undefined);
  let count = 0;
  const itemOf = (name: string): Item | undefined => {
    if (name === '') count += 1;
    const numbered = plain[name === '' ? count - 1 : Number(name)];
    return items.find((one) => one.name === name) ?? numbered;
  };
  const pieces = pattern.pieces.flatMap((piece) => ('kind' in piece ? [piece] : cut(piece, places, itemOf)));
  return { kind: 'text', start: pattern.start, end: pattern.end, pieces };
}

function cut(
  text: MappedText,
  places: RegExp,
  itemOf: (name: string) => Item | undefined,
): (MappedText | Expression)[] {
  const pieces: (MappedText | Expression)[] = [];
  let done = 0;
  for (const match of text.text.matchAll(places)) {
    const end = match.index + match[0].length;
    if (match.index > done) pieces.push(text.slice(done, match.index));
    done = end;
    const place = text.span(match.index, end);
    if (match[0] === '%%') pieces.push(text.slice(end - 1, end));
    else pieces.push({ ...(itemOf(match[1] ?? '')?.value ?? { kind: 'other' }), ...place });
  }
  return done < text.length ? [...pieces, text.slice(done)] : pieces;
}
