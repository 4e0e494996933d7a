import type { FilePlace } from '../build-path.ts';
import { describePart } from '../value.ts';
import { isSame, knownText, type Static, textAt, truthOf, unknownAt, valueOfStatic } from './static-value.ts';

/** What a unary operator makes of a value. */
export function applyUnary(operator: string, operand: Static, at: FilePlace): Static {
  if (operator === '!') {
    const truth = truthOf(operand);
    return truth === undefined ? unknownFrom([operand], at) : textAt(String(!truth), at);
  }
  return calculated((a) => -a, [operand], at);
}

/** What a binary operator makes of two values. */
export function applyBinary(operator: string, left: Static, right: Static, at: FilePlace): Static {
  const numbers = NUMBERS[operator];
  if (numbers !== undefined) return calculated(numbers, [left, right], at);
  const truth = truthOfBinary(operator, left, right);
  return truth === undefined ? unknownFrom([left, right], at) : textAt(String(truth), at);
}

const NUMBERS: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function calculated(
  calculate: (a: number, b: number) => number | boolean,
  operands: readonly Static[],
  at: FilePlace,
): Static {
  const [a = Number.NaN, b = 0] = operands.map((operand) => numberOf(operand) ?? Number.NaN);
  const result = calculate(a, b);
  if (Number.isNaN(a) || Number.isNaN(b) || (typeof result === 'number' && !Number.isFinite(result)))
    return unknownFrom(operands, at);
  return textAt(String(result), at);
}

/** What cannot be told because something else cannot. */
export function unknownFrom(operands: readonly Static[], at: FilePlace): Static {
  const part = operands.flatMap(valueOfStatic).find(({ kind }) => kind !== 'text');
  return unknownAt(part === undefined ? 'a condition' : describePart(part), at);
}

export function numberOf(one: Static | undefined): number | undefined {
  const known = knownText(one);
  return known !== undefined && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(known) ? Number(known) : undefined;
}

function truthOfBinary(operator: string, left: Static, right: Static): boolean | undefined {
  if (operator === '==') return isEqual(left, right);
  if (operator === '!=') {
    const equal = isEqual(left, right);
    return equal === undefined ? undefined : !equal;
  }
  const decides = operator === '||';
  const [a, b] = [truthOf(left), truthOf(right)];
  if (a === decides || b === decides) return decides;
  return a === undefined || b === undefined ? undefined : !decides;
}

/** Whether two values are the same; undefined where that is not known. */
export function isEqual(left: Static, right: Static): boolean | undefined {
  if (isOpen(left) || isOpen(right)) return undefined;
  return isSame(left, right);
}

function isOpen(one: Static): boolean {
  switch (one.kind) {
    case 'scalar':
      return knownText(one) === undefined;
    case 'list':
      return one.holes.length > 0 || one.items.some(isOpen);
    case 'object':
      return one.holes.length > 0 || [...one.entries.values()].some(({ value }) => isOpen(value));
    default:
      return false;
  }
}
