import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuildProblem } from '../../src/build/build-problem.ts';
import { readHcl } from '../../src/build/hcl/read-hcl.ts';
import type { HclBody, HclExpression, TemplatePart } from '../../src/build/hcl/tree.ts';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { SourceText } from '../../src/dockerfile/source-text.ts';
import { quickest } from '../support/quickest.ts';

function read(text: string): { body: HclBody; problems: BuildProblem[] } {
  const problems: BuildProblem[] = [];
  const body = readHcl(new SourceText('x.hcl', text), (problem) => problems.push(problem));
  return { body, problems };
}

/** The value of `a = …`, as operators and operands in brackets. */
function shape(text: string): string {
  const { body, problems } = read(`a = ${text}\n`);
  expect(problems).toEqual([]);
  const value = body.attributes[0]?.value;
  return value === undefined ? 'nothing' : shapeOf(value);
}

function shapeOf(one: HclExpression): string {
  switch (one.kind) {
    case 'template':
      return JSON.stringify(one.parts.map(shapeOfPart).join(''));
    case 'number':
    case 'boolean':
      return one.text;
    case 'null':
      return 'null';
    case 'list':
      return `[${one.items.map(shapeOf).join(' ')}]`;
    case 'object':
      return `{${one.entries.map(({ key, value }) => `${shapeOf(key)}:${shapeOf(value)}`).join(' ')}}`;
    case 'reference':
      return one.name;
    case 'access':
      return `${shapeOf(one.of)}[${shapeOf(one.key)}]`;
    case 'call':
      return `${one.name}(${one.arguments.map(shapeOf).join(' ')}${one.spread ? ' …' : ''})`;
    case 'unary':
      return `(${one.operator}${shapeOf(one.operand)})`;
    case 'binary':
      return `(${shapeOf(one.left)}${one.operator}${shapeOf(one.right)})`;
    case 'conditional':
      return `(${shapeOf(one.condition)}?${shapeOf(one.yes)}:${shapeOf(one.no)})`;
    default:
      return `<${one.what}>`;
  }
}

function shapeOfPart(part: TemplatePart): string {
  return 'text' in part ? part.text.text : `$(${shapeOf(part.expression)})`;
}

describe('expressions', () => {
  test.each([
    ['"a\\n\\"\\\\\\u00e9 $${x} %%{y} $5 100%"', '"a\\n\\"\\\\é ${x} %{y} $5 100%"'],
    ['"${a}-${ "in ${ b }" }"', '"$(a)-$(\\"in $(b)\\")"'],
    ['"%{ if a }x%{ else }y%{ endif }z"', '"$((a?\\"x\\":\\"y\\"))z"'],
    ['"%{ for x in y }${x}%{ endfor }"', '"$(<a for directive>)"'],
    ['"a ${~ b ~} c"', '"a$(b)c"'],
    ['[1, 2.5, 1e3, true, null,]', '[1 2.5 1e3 true null]'],
    ['[\n 1, # one\n 2 // two\n /* three */\n]', '[1 2]'],
    ['{ a = 1, "b c" : 2\n (d) = 3 }', '{"a":1 "b c":2 d:3}'],
    ['target.x.args["y"][0].z.1', 'target["x"]["args"]["y"][0]["z"]["1"]'],
    ['f(a, g(), [b]...)', 'f(a g() [b] …)'],
    ['provider::f(1)', 'provider::f(1)'],
    ['1 + 2 * 3 - -4', '((1+(2*3))-(-4))'],
    ['!a && b == c || d >= 1', '(((!a)&&(b==c))||(d>=1))'],
    ['a ? b : c ? d : e', '(a?b:(c?d:e))'],
    ['(\n a\n + b\n)', '(a+b)'],
    ['[for x in y : upper(x) if x != ""]', '<a for expression>'],
    ['{for k, v in y : k => v...}', '<a for expression>'],
    ['a[*].b', '<a list of parts>["b"]'],
    ['with-dash', 'with-dash'],
    ['<<EOT\n one "two" \\n\n  ${a}\nEOT', '" one \\"two\\" \\\\n\\n  $(a)\\n"'],
    ['<<-EOT\n    one\n\n      two\n  EOT', '"one\\n\\n  two\\n"'],
    ['[<<A\nx\nA\n, <<B\ny\nB\n]', '["x\\n" "y\\n"]'],
  ])('%s', (text, wanted) => {
    expect(shape(text)).toBe(wanted);
  });
});

test('blocks have labels and attributes, each with its place', () => {
  const text = '# first\nvariable "A" {\n  default = "x" // last\n}\nempty "b" c {}\none { a = 1 }\n';
  const { body, problems } = read(text);
  expect(problems).toEqual([]);
  expect(body.blocks.map(({ type, labels, at }) => [type, labels, text.slice(at.start, at.end)])).toEqual([
    ['variable', ['A'], 'variable "A"'],
    ['empty', ['b', 'c'], 'empty "b" c'],
    ['one', [], 'one'],
  ]);
  const [attribute] = body.blocks[0]?.body.attributes ?? [];
  expect(attribute && text.slice(attribute.at.start, attribute.at.end)).toBe('default = "x"');
  expect(attribute && text.slice(attribute.value.at.start, attribute.value.at.end)).toBe('"x"');
});

test('each character of a text knows its place, behind escapes and in heredocs', () => {
  const text = 'a = "x\\ty${b}z"\nc = <<-E\n    FROM a\n    RUN b\n  E\n';
  const { body } = read(text);
  const places = body.attributes.flatMap(({ value }) =>
    value.kind === 'template'
      ? value.parts.map((part) =>
          'text' in part
            ? Array.from(part.text.text, (character, at) => character + text.charAt(part.text.offsetAt(at)))
            : text.slice(part.expression.at.start, part.expression.at.end),
        )
      : [],
  );
  expect(places[0]).toEqual(['xx', '\t\\', 'yy']);
  expect(places[1]).toBe('b');
  expect(places[2]).toEqual(['zz']);
  expect(Array.isArray(places[3]) && places[3].every((pair) => pair[0] === pair[1])).toBe(true);
});

describe('malformed text is told where it is, and the next block is read', () => {
  test.each([
    ['target "a" {\n  args = { A = 1\n  b = 2\n\ntarget "b" {\n}\n', 'x.hcl:5:8', ['a', 'b']],
    ['target "a" {\n  x = "open\n  y = 1\n}\ntarget "b" {}\n', 'x.hcl:2:7', ['a', 'b']],
    ['target "a" {\n  x = <<E\n y\n}\ntarget "b" {}\n', 'x.hcl:2:7', ['a', 'b']],
    ['target "a" {\n  x = f(1, 2\n}\ntarget "b" {}\n', 'x.hcl:3:1', ['a', 'b']],
    ['target "a" { x = ! }\ntarget "b" {}', 'x.hcl:1:20', ['a', 'b']],
    ['/* open\ntarget "b" {}', 'x.hcl:1:1', ['b']],
    ['}\ntarget "b" {}', 'x.hcl:1:1', ['b']],
    ['a = 1 2\ntarget "b" {}', 'x.hcl:1:7', ['b']],
    ['target "a" {\n x = "\\q"\n}\ntarget "b" {}', 'x.hcl:2:7', ['a', 'b']],
    ['target "a" {\n x = "%{ if a }"\n}\ntarget "b" {}', 'x.hcl:2:16', ['a', 'b']],
    ['target "b" {', 'x.hcl:1:13', ['b']],
  ])('%j', (text, where, labels) => {
    const { body, problems } = read(text);
    expect(problems.map(({ what, grave }) => [what, grave])).toEqual([[where, true]]);
    expect(body.blocks.map((block) => block.labels[0])).toEqual(labels);
  });

  test('what was read of a block before is kept', () => {
    const { body } = read('target "a" {\n  x = 1\n  y = =\n}\n');
    expect(body.blocks[0]?.body.attributes.map(({ name }) => name)).toEqual(['x']);
  });

  test('a problem says nothing of the text', () => {
    const { problems } = read('a = "hunter2\n');
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

describe('no text is slow, or throws', () => {
  const many = 300_000;
  test.each([
    ['lists', `a = ${'['.repeat(many)}`],
    ['objects', `a = ${'{a='.repeat(many)}`],
    ['parentheses', `a = ${'('.repeat(many)}`],
    ['templates', `a = ${'"${'.repeat(many)}`],
    ['directives', `a = "${'%{if x}'.repeat(many)}`],
    ['blocks', 'a {\n'.repeat(many)],
    ['unary operators', `a = ${'!'.repeat(many)}x`],
    ['binary operators', `a = 1${'+1'.repeat(many)}`],
    ['conditionals', `a = ${'x?y:'.repeat(many)}z`],
    ['paths', `a = x${'.x'.repeat(many)}`],
    ['indexes', `a = x${'[0]'.repeat(many)}`],
    ['heredocs that do not end', 'b {\na = <<E\n}\n'.repeat(many / 10)],
    ['comments that do not end', 'b {\n/*\n}\n'.repeat(many / 10)],
    ['quotes', '"'.repeat(many)],
    ['malformed blocks', 'b {\n= \n'.repeat(many)],
    ['labels', `b ${'"x" '.repeat(many)}\n`],
    ['names', `${'b '.repeat(many)}\n`.repeat(3)],
    ['one long name', 'b'.repeat(many)],
    ['lines', '\n'.repeat(many)],
    ['dollars', `a = "${'$'.repeat(many)}"`],
    ['heredocs in heredocs', `a = ${'<<E\n${'.repeat(many / 10)}`],
    ['blanks', `a = "x"${' '.repeat(many)}b`],
    ['as long as a build file may be', 'a = 1\n'.repeat(DEFAULT_LIMITS.buildFileBytes / 6)],
  ])('%s', (_, text) => {
    const took = quickest(8000, () => expect(read(text).problems.length).toBeLessThanOrEqual(20));
    expect(took).toBeLessThan(8000);
  });

  test('whatever the text', () => {
    const piece = fc.constantFrom(
      ...'"${ %{if a} } { [ ( ) ] = : , . <<E <<-E E \n \\ # /* */ target "a" for in ? ! + null 1 x'.split(
        ' ',
      ),
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const { body } = read(text);
        for (const { at } of body.attributes) expect(at.start).toBeLessThanOrEqual(at.end);
        read(`${text}\ntarget "last" {}\n`);
      }),
      { numRuns: 2000 },
    );
  });
});

test('a text comes through quoting', () => {
  const text = fc.string({ unit: 'binary' }).filter((one) => !/[\uD800-\uDFFF]/.test(one));
  fc.assert(
    fc.property(text, (wanted) => {
      const quoted = JSON.stringify(wanted)
        .replace(/\\[bf]/g, (escape) => (escape === '\\b' ? '\\u0008' : '\\u000c'))
        .replaceAll('${', '$${')
        .replaceAll('%{', '%%{');
      const { body } = read(`a = ${quoted}\n`);
      const value = body.attributes[0]?.value;
      const parts = value?.kind === 'template' ? value.parts : [];
      expect(parts.map((part) => ('text' in part ? part.text.text : '?')).join('')).toBe(wanted);
    }),
  );
});
