import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, test } from 'vitest';
import { pairsOf } from '../../src/dockerfile/pairs.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { parseWord } from '../../src/dockerfile/word-parts.ts';

const parse = (text: string) => parseDockerfile('Dockerfile', text);
const keywords = (text: string) => parse(text).instructions.map(({ keyword }) => keyword);
const codes = (text: string) => parse(text).problems.map(({ code }) => code);

/** Defects of dockerfile-ast 0.7.1, by which a line-level parser was written; each has to stay away. */
describe('what dockerfile-ast reads wrongly is read as BuildKit reads it', () => {
  test.each(['RUN echo "a <<EOF b"', 'RUN echo \\<<EOF', "RUN echo '<<EOF'", 'RUN cat <<<EOF'])(
    'D1 %s opens no heredoc and swallows nothing',
    (run) => {
      const text = `FROM a\n${run}\nENV SECOND=1\nCMD x\n`;
      expect(keywords(text)).toEqual(['FROM', 'RUN', 'ENV', 'CMD']);
      expect(codes(text)).toEqual([]);
    },
  );

  test('D2 a heredoc may name a file descriptor', () => {
    const [, run, cmd] = parse('FROM a\nRUN python3 3<<EOF\nFOO bar\nEOF\nCMD x\n').instructions;
    expect(run?.heredocs[0]?.body.text).toBe('FOO bar\n');
    expect(cmd?.keyword).toBe('CMD');
  });

  test('D3 an unterminated heredoc is told with its place, and what follows is read', () => {
    const file = parse('FROM a\nRUN cat <<EOF\nENV TOKEN=x\nCMD y\n');
    expect(file.problems).toMatchObject([{ code: 'unterminated-heredoc', found: 'EOF' }]);
    expect(file.source.position(file.problems[0]?.span.start ?? 0)).toEqual({ line: 2, column: 5 });
    expect(file.instructions.map(({ keyword }) => keyword)).toEqual(['FROM', 'RUN', 'ENV', 'CMD']);
  });

  test.each([
    ['RUN --mount=type=secret,target="/a b" --network=none true', ['type=secret,target=/a b', 'none']],
    ['RUN --mount="type=bind,source=a b" true', ['type=bind,source=a b']],
  ])('D4 blanks in quotes belong to the flag: %s', (run, values) => {
    const [, instruction] = parse(`FROM a\n${run}\n`).instructions;
    expect(instruction?.flags.map(({ value }) => value)).toEqual(values);
    expect(instruction?.args.text).toBe('true');
  });

  test('D5 blanks in the strings of a JSON array stay', () => {
    expect(parse('FROM a\nCMD ["a", "b c"]\n').instructions[1]?.exec).toEqual(['a', 'b c']);
  });

  test.each(['["a",]', '["x"] trailing', '["a" "b"]'])(
    'D6 %s is no JSON array but shell form, and is told',
    (args) => {
      const text = `FROM a\nCMD ${args}\n`;
      expect(parse(text).instructions[1]?.exec).toBeUndefined();
      expect(codes(text)).toEqual(['malformed-exec-form']);
    },
  );

  test.each([
    ['ENV A="x"y"z"', 'xyz'],
    ['ENV B=a"b c"d', 'ab cd'],
  ])('D7 inner quotes group and go: %s', (env, expected) => {
    const [, instruction] = parse(`FROM a\n${env}\n`).instructions;
    const [pair] = instruction === undefined ? [] : pairsOf(instruction, '\\');
    const parts = parseWord(pair?.value?.text ?? '', '\\');
    expect(parts.map((part) => (part.kind === 'text' ? part.value : '$')).join('')).toBe(expected);
  });

  test("D8 a heredoc's body and delimiter are no arguments", () => {
    const [, copy] = parse('FROM a\nCOPY <<EOF /f\nbody words\nEOF\n').instructions;
    expect(copy?.args.text).toBe('<<EOF /f');
  });

  test('D9 variables have their bare names; quoted ones and $$ are none', () => {
    const names = (text: string) =>
      parseWord(text, '\\').flatMap((part) => (part.kind === 'variable' ? part.name : []));
    expect(names('${V#pat}${W/a/b}${X:-y}$Z')).toEqual(['V', 'W', 'X', 'Z']);
    expect(names("'$V' \\$W $$")).toEqual([]);
  });

  test('D10 a form feed parts the keyword from its arguments', () => {
    expect(parse('FROM a\nRUN\fx\n').instructions[1]).toMatchObject({ keyword: 'RUN' });
  });

  test('D11 parser directives are told by name, problems as a list', () => {
    const file = parse(
      '# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`\nFROM a\nFOO b\nRUN c `\n d\n',
    );
    expect(file.directives.map(({ name }) => name)).toEqual(['syntax', 'check', 'escape']);
    expect(file.problems).toMatchObject([{ code: 'unknown-instruction', found: 'FOO' }]);
    expect(file.instructions.at(-1)?.args.text).toBe('c  d');
  });
});

describe('on plain files both parsers agree', () => {
  test.each([
    'FROM node:22 AS build\nARG A=1\nENV B=2 C="3 4"\nCOPY --from=x --chown=1:2 a b /c/\nRUN a && \\\n  # no\n  b\nCMD ["x"]\n',
    '# escape=`\nFROM mcr.example.com/windows\nRUN dir `\n  c:\\\nONBUILD RUN y\n',
    'FROM a\r\nRUN <<-"EOF"\r\n\tx\r\n\tEOF\r\nHEALTHCHECK --interval=5s CMD curl -f http://localhost\r\n',
  ])('%j', (text) => {
    const theirs = DockerfileParser.parse(text).getInstructions();
    const ours = parse(text);
    const place = (start: number) => ours.source.position(start);
    expect(
      ours.instructions.map(({ keyword, keywordSpan }) => [keyword, place(keywordSpan.start).line]),
    ).toEqual(theirs.map((one) => [one.getKeyword(), one.getRange().start.line + 1]));
  });
});
