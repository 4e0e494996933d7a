import { parseAst } from 'rolldown/parseAst';

/** What is taken in at the top of the instrumented code: `__fuzz.hits` by block, `__fuzz.fresh` those hit for the first time. */
const HEAD = (count) =>
  `const __hits = new Uint8Array(${count}), __fresh = []; globalThis.__fuzz = { hits: __hits, fresh: __fresh }; function __new(i) { __hits[i] = 1; __fresh.push(i); }\n`;

/**
 * Puts a mark into every block of a bundle that came from the sources: bodies of functions and loops, branches, cases, what
 * stands right of && and ?:. Much cheaper than V8's own coverage, which has to be collected: after an input it is known
 * at once whether it reached anything new.
 *
 * @param code of a bundle with the bundler's comments: the path of a module above its code
 * @returns the code, and of each source file the numbers of its blocks, `to` not included
 */
export function instrument(code) {
  const regions = regionsOf(code);
  const insertions = [];
  let count = 0;
  const files = [];
  const mark = () => `__hits[${count}] || __new(${count++})`;
  const insert = (at, text, closes = false) =>
    insertions.push({ at, text, closes, order: insertions.length });
  const wrap = (node, before, after) => {
    insert(node.start, before);
    insert(node.end, after, true);
  };
  const statement = (node) => {
    if (node?.type === 'BlockStatement') insert(node.start + 1, ` ${mark()};`);
    else if (node) wrap(node, `{ ${mark()}; `, ' }');
  };
  const expression = (node) => wrap(node, `(${mark()}, `, ')');
  const visitors = {
    IfStatement: ({ consequent, alternate }) => [consequent, alternate].forEach(statement),
    ConditionalExpression: ({ consequent, alternate }) => [consequent, alternate].forEach(expression),
    LogicalExpression: ({ right }) => expression(right),
    SwitchCase: ({ consequent: [first] }) => first && insert(first.start, `${mark()}; `),
    CatchClause: ({ body }) => statement(body),
  };
  for (const type of ['For', 'ForIn', 'ForOf', 'While', 'DoWhile'])
    visitors[`${type}Statement`] = ({ body }) => statement(body);
  for (const type of ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
    visitors[type] = ({ body }) => (body.type === 'BlockStatement' ? statement(body) : expression(body));
  for (const node of parseAst(code).body) {
    const file = regions.findLast(({ start }) => start <= node.start)?.file;
    if (file === undefined || !/^(?:src|rules)\//.test(file)) continue;
    const from = count;
    walk(node, visitors);
    const before = files.at(-1);
    if (before?.file === file) before.to = count;
    else files.push({ file, from, to: count });
  }
  return { code: HEAD(count) + applied(code, insertions), files };
}

function regionsOf(code) {
  return Array.from(code.matchAll(/^\/\/ (\S+\.\w+)$/gm), ({ index, 1: file }) => ({ start: index, file }));
}

function walk(node, visitors) {
  visitors[node.type]?.(node);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child?.type === 'string') walk(child, visitors);
}

/** Those that close before those that open at the same place; of several that close, the inner one first. */
function applied(code, insertions) {
  insertions.sort(
    (a, b) =>
      a.at - b.at ||
      Number(b.closes) - Number(a.closes) ||
      (a.closes ? b.order - a.order : a.order - b.order),
  );
  let text = '';
  let at = 0;
  for (const insertion of insertions) {
    text += code.slice(at, insertion.at) + insertion.text;
    at = insertion.at;
  }
  return text + code.slice(at);
}
