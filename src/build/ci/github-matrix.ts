import type { Value } from '../value.ts';
import type { YamlNode } from '../yaml/node.ts';

/** What `matrix.…` stands for in one run of a job. */
type Combination = ReadonlyMap<string, Value>;

const MOST = 50;

/** The combinations of a matrix: the product of its lists, without those excluded, with what is included. */
export function combinationsOf(matrix: YamlNode, read: (text: string) => Value): Combination[] {
  let product: Combination[] = [];
  for (const { name, value } of matrix.entries()) {
    if (name === 'include' || name === 'exclude') continue;
    const items = (value?.items() ?? []).map((item) => fieldsOf(`matrix.${name}`, item, read));
    if (items.length === 0) continue;
    const before = product.length === 0 ? [new Map<string, Value>()] : product;
    product = before.flatMap((one) => items.map((item) => new Map([...one, ...item]))).slice(0, MOST);
  }
  const rows = (key: string) =>
    (matrix.get(key)?.items() ?? []).map((item) => fieldsOf('matrix', item, read));
  const excluded = rows('exclude');
  const kept = product.filter((one) => !excluded.some((row) => agrees(row, one, row)));
  const all = included(kept, rows('include'));
  return (all.length === 0 ? [new Map<string, Value>()] : all).slice(0, MOST);
}

/** A row extends the combinations whose values it does not change; without any it is one of its own. */
function included(product: readonly Combination[], rows: readonly Combination[]): Combination[] {
  let all = [...product];
  const alone: Combination[] = [];
  for (const row of rows) {
    const fitting = new Set(product.flatMap((one, at) => (agrees(row, one, one) ? [at] : [])));
    if (fitting.size === 0) alone.push(row);
    all = all.map((one, at) => (fitting.has(at) ? new Map([...one, ...row]) : one));
  }
  return [...all, ...alone];
}

/** Both have the same for each of the keys of `on` that the row has. */
function agrees(row: Combination, one: Combination, on: Combination): boolean {
  return [...on.keys()].every(
    (key) => !row.has(key) || JSON.stringify(row.get(key)) === JSON.stringify(one.get(key)),
  );
}

/** A scalar by its name, the fields of a map by theirs. */
function fieldsOf(name: string, item: YamlNode, read: (text: string) => Value): Combination {
  if (item.text !== undefined) return new Map([[name, read(item.text.trim())]]);
  return new Map(
    item
      .entries()
      .flatMap((entry) =>
        entry.value === undefined ? [] : [...fieldsOf(`${name}.${entry.name}`, entry.value, read)],
      ),
  );
}
