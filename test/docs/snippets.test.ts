import { describe, expect, test } from 'vitest';
import { missingLines, shellCommands, snippetsOf } from './snippets.ts';

const PAGE = `
Text.

\`\`\`dockerfile api/Dockerfile
FROM a
\`\`\`

- a list
  \`\`\`sh
  audit dockerfile   # exit 1
  \`\`\`

  \`\`\`text output
  one …
  \`\`\`

~~~~js
const fence = \`
~~~
\`;
~~~~
`;

test('fences are files, programs, and what these print', () => {
  expect(snippetsOf(PAGE)).toEqual([
    { language: 'dockerfile', text: 'FROM a\n', line: 5, file: 'api/Dockerfile' },
    { language: 'sh', text: 'audit dockerfile   # exit 1\n', line: 10, output: 'one …\n' },
    { language: 'js', text: 'const fence = `\n~~~\n`;\n', line: 18 },
  ]);
  expect(() => snippetsOf('```text output\nx\n```\n')).toThrow('line 2');
});

test('shell blocks are commands, each with its exit code', () => {
  expect(
    shellCommands('# first\n$ audit image a \\\n  --quiet # exit 2: it is not there\n\necho "# exit"\n'),
  ).toEqual([
    { command: 'audit image a \\\n  --quiet', exit: 2 },
    { command: 'echo "# exit"', exit: 0 },
  ]);
});

describe('output', () => {
  const printed = 'a\nb 12 ms\nc\nd\n';
  test.each([
    ['a\nb … ms\nc', []],
    ['…\nc\nd', []],
    ['a\n…\nd', []],
    ['a\nc', ['c']],
    ['b … s', ['b … s']],
    ['a.', ['a.']],
  ])('%j', (expected, missing) => {
    expect(missingLines(expected, printed)).toEqual(missing);
  });
});
