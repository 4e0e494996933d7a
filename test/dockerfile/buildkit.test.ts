import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Heredoc, Instruction, ParsedDockerfile } from '../../src/dockerfile/instruction.ts';
import { KEYWORDS } from '../../src/dockerfile/keywords.ts';
import { pairsOf } from '../../src/dockerfile/pairs.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';

/** What the parser of BuildKit v0.34.2 makes of a Dockerfile: fixtures/buildkit/README.md. */
interface Case {
  path: string;
  text: string;
  error: string | null;
  nodes: Node[];
}

/** keyword, start line, flags, arguments, JSON form, heredocs, trigger */
interface Node {
  k: string;
  s: number;
  f: string[];
  a: string[];
  j: boolean;
  h?: { n: string; c: string; x: boolean; d: boolean }[];
  t?: Node | undefined;
}

const cases: Case[] = readFileSync(
  new URL('../../fixtures/buildkit/parser-cases.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));

const ONE_ARGUMENT = new Set([
  'RUN',
  'CMD',
  'ENTRYPOINT',
  'SHELL',
  'MAINTAINER',
  'STOPSIGNAL',
  'USER',
  'WORKDIR',
]);

describe('the parser agrees with BuildKit', () => {
  test.each(cases.filter(({ error }) => error === null))('$path', ({ path, text, nodes }) => {
    const file = parseDockerfile(path, text);
    expect(file.instructions.map((instruction) => ours(file, instruction))).toEqual(
      nodes.map((node) => theirs(node, text.split('\n'), file.escape)),
    );
  });

  test.each(cases.filter(({ error }) => error !== null))('$path is refused: $error', ({ path, text }) => {
    const codes = parseDockerfile(path, text).problems.map(({ code }) => code);
    expect(codes.filter((code) => code !== 'malformed-exec-form')).not.toEqual([]);
  });
});

function ours(file: ParsedDockerfile, instruction: Instruction, isTrigger = false): Node {
  const { keyword, keywordSpan, flags, exec, heredocs, trigger } = instruction;
  const all = [...heredocs, ...(trigger?.heredocs ?? [])];
  return {
    k: keyword,
    s: isTrigger ? 0 : file.source.position(keywordSpan.start).line,
    f: flags.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value}`)),
    a: argumentsOf(file, instruction),
    j: exec !== undefined,
    ...(all.length > 0 && { h: all.map(heredoc) }),
    ...(trigger && { t: ours(file, { ...trigger, heredocs: [] }, true) }),
  };
}

function heredoc({ name, body, expand, chomp }: Heredoc) {
  return { n: name, c: body.text, x: expand, d: chomp };
}

function argumentsOf({ escape }: ParsedDockerfile, instruction: Instruction): string[] {
  const { keyword, args, exec } = instruction;
  if (!KEYWORDS.has(keyword) || keyword === 'ONBUILD') return [];
  if (exec !== undefined) return keyword === 'HEALTHCHECK' ? ['CMD', ...exec] : [...exec];
  if (keyword === 'ENV' || keyword === 'LABEL') {
    return pairsOf(instruction, escape).flatMap(({ name, value }) => [name.text, value?.text ?? '']);
  }
  if (keyword === 'ARG') {
    return pairsOf(instruction, escape).map(({ name, value }) =>
      value ? `${name.text}=${value.text}` : name.text,
    );
  }
  return ONE_ARGUMENT.has(keyword) ? [args.text].filter((text) => text !== '') : words(args.text);
}

function theirs(node: Node, lines: readonly string[], escape: string): Node {
  const keyword = node.k.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  const { f, j, h, t } = node;
  return {
    k: keyword,
    s: node.s === 0 || keyword === '' ? node.s : keywordLine(node.s, lines, escape),
    f,
    a: theirArguments(keyword, node),
    j,
    ...(h && { h: h.map((one) => ({ ...one, c: one.c.replace(/\r+\n/g, '\n') })) }),
    ...(t && { t: theirs({ ...t, t: undefined }, lines, escape) }),
  };
}

function theirArguments(keyword: string, { a, j }: Node): string[] {
  if (!KEYWORDS.has(keyword)) return [];
  if (j) return a;
  if (keyword === 'ENV' || keyword === 'LABEL') return a.filter((_, index) => index % 3 !== 2);
  if (keyword === 'ARG') return a;
  return ONE_ARGUMENT.has(keyword) ? a.filter((text) => text !== '') : words(a.join(' '));
}

function words(text: string): string[] {
  return text.split(/[\t\v\f\r ]+/).filter((word) => word !== '');
}

/** BuildKit counts an instruction from a line of nothing but the escape character; we from its keyword. */
function keywordLine(start: number, lines: readonly string[], escape: string): number {
  let line = start;
  const text = () => (lines[line - 1] ?? '').replace(/^\uFEFF/, '').trim();
  while (line < lines.length && (text() === escape || (line > start && /^(?:#.*)?$/.test(text())))) line += 1;
  return line;
}
