import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import { concat, text, type Value } from '../value.ts';

const REFERENCE = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])((?:[^{}]|\$\{[^{}]*\})*))?\})/g;

export interface Variables {
  /** Undefined where nothing sets it. */
  find(name: string): Value | undefined;
  /** What their names mean. */
  names: Vocabulary;
}

/** Compose's `$NAME`, `${NAME:-default}`, `$$` (compose-spec, 12-interpolation). */
export function interpolate(given: string, variables: Variables, depth = 0): Value {
  const values: Value[] = [];
  let done = 0;
  for (const match of given.matchAll(REFERENCE)) {
    const [whole, plain, braced, operator = '', operand = ''] = match;
    values.push(text(given.slice(done, match.index)));
    done = match.index + whole.length;
    const name = plain ?? braced;
    if (name === undefined) values.push(text('$'));
    else if (operator.endsWith('+')) values.push(depth > 8 ? [] : interpolate(operand, variables, depth + 1));
    else values.push(variables.find(name) ?? fallback(name, operator, operand, variables, depth));
  }
  return concat(...values, text(given.slice(done)));
}

/** What a default says is what most builds take, but for a secret. */
function fallback(
  name: string,
  operator: string,
  operand: string,
  variables: Variables,
  depth: number,
): Value {
  const open: Value = [{ kind: 'variable', name }];
  if (!operator.endsWith('-') || operand === '' || depth > 8 || variables.names.mayHoldSecret(name))
    return open;
  return interpolate(operand, variables, depth + 1);
}

/** The variables of a `.env` file; those that hold secrets are known by their names alone. */
export function dotenv(source: SourceText | undefined, names: Vocabulary): Variables {
  const found = new Map<string, Value>();
  for (const [, name = '', raw = ''] of source?.text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=(.*)$/gm,
  ) ?? [])
    if (!names.mayHoldSecret(name))
      found.set(
        name,
        text(
          raw
            .replace(/\s+#.*$/, '')
            .trim()
            .replace(/^(["'])(.*)\1$/, '$2'),
        ),
      );
  return { find: (name) => found.get(name), names };
}
