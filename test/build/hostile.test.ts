import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BuildProblem } from '../../src/build/build-problem.ts';
import { readBuilds } from '../../src/build/read-builds.ts';
import { folderWith } from '../support/folder.ts';
import { SHAPES } from './shapes.ts';

async function read(path: string, text: string) {
  const folder = await folderWith({ [path]: text });
  const started = performance.now();
  const { builds, problems } = await readBuilds(folder, [path]);
  return { builds, problems, time: performance.now() - started };
}

const LONG = 1 << 20;

test.each([
  ['a variable that doubles', 'a.sh', `X=aa\n${'X="$X$X"\n'.repeat(200)}docker build --build-arg A=$X .\n`],
  [
    'an array that doubles',
    'a.sh',
    `a=(x)\n${'a=("${a[@]}" "${a[@]}")\n'.repeat(60)}docker build "\${a[@]}" .\n`,
  ],
  [
    'loops in loops',
    'a.sh',
    `${'for a in 1 2 3 4 5 6 7 8 9; do '.repeat(12)}docker build .;${' done;'.repeat(12)}\n`,
  ],
  ['functions that call each other', 'a.sh', 'a() { b; b; }\nb() { a; a; docker build .; }\na\n'],
  ['one long line', 'a.sh', `docker build ${'--build-arg A=$B '.repeat(LONG / 16)}.\n`],
  ['open quotes', 'a.sh', `docker build "${'\\"$('.repeat(LONG / 8)}\n`],
  ['brackets', 'a.sh', `docker build ${'$('.repeat(LONG / 4)}\n`],
  [
    'a Makefile of references',
    'Makefile',
    `A = ${'$(B)'.repeat(50)}\nB = ${'$(C)'.repeat(50)}\nC = ${'$(A)'.repeat(50)}\nx:\n\tdocker build $(A) .\n`,
  ],
  ['a Makefile of backslashes', 'Makefile', `x:\n\tdocker build ${'\\\n'.repeat(LONG / 2)}.\n`],
  ['a justfile of blanks', 'justfile', `x:\n${' \n'.repeat(LONG / 2)}  docker build .\n`],
  ['a justfile of braces', 'justfile', `x:\n  docker build ${'{{'.repeat(LONG / 2)}\n`],
  ['deep YAML', '.gitlab-ci.yml', `a: ${'['.repeat(LONG / 8)}docker build`],
  ['wide YAML', '.gitlab-ci.yml', `a:\n${'- docker build .\n'.repeat(2000)}`],
  ['deep JSON', 'package.json', `{"scripts":${'{"docker build":'.repeat(20_000)}`],
  ['ignores and empty lines', 'a.sh', `# audit: ignore[x]\n${'\n'.repeat(LONG)}docker build .\n`],
  ['a fly.toml of quotes', 'fly.toml', `[build]\n${'a="'.repeat(LONG / 3)}`],
  [
    'expressions',
    '.github/workflows/a.yml',
    `jobs:\n  a:\n    steps:\n      - run: docker build ${'${{ secrets.A }}'.repeat(5000)} .\n`,
  ],
])(
  '%s: read to an end, in time',
  async (_, path, text) => {
    const { time } = await read(path, text);
    expect(time).toBeLessThan(8000);
  },
  30_000,
);

test('YAML and JSON are read as deep as anybody nests them, and no deeper', async () => {
  const nested = (depth: number) =>
    `services: {web: {build: .}}\nx: ${'['.repeat(depth)}${']'.repeat(depth)}\n`;
  expect((await read('compose.yaml', nested(200))).builds).toHaveLength(1);
  const lines = Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('');
  for (const text of [nested(300), '{'.repeat(2000), '- '.repeat(300), lines]) {
    const { builds, problems } = await read('compose.yaml', text);
    expect(builds).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('nested too deep') }),
    ]);
  }
  const flat = `services: {web: {build: .}}\nx:\n${'  - [a, {b: c}]\n'.repeat(400)}`;
  expect((await read('compose.yaml', flat)).problems).toEqual([]);
});

test('a script that the parser gives up on is read line by line, and that is told', async () => {
  const { builds, problems } = await read(
    'a.sh',
    'X=$T\nif fi ((;\necho )\ndocker build \\\n  --build-arg A=$X .\n',
  );
  expect(builds.map(({ args }) => args.map(({ name, value }) => [name, value]))).toEqual([
    [['A', [{ kind: 'variable', name: 'T' }]]],
  ]);
  expect(problems).toEqual([
    expect.objectContaining({
      what: expect.stringMatching(/^.*a\.sh:\d+:\d+$/),
      grave: false,
    } satisfies Partial<Record<keyof BuildProblem, unknown>>),
  ]);
});

describe('properties', () => {
  const pieces = SHAPES.flatMap(({ files }) => Object.entries(files));

  test('cut and doubled files end without a throw, and places are in their file', async () => {
    const cut = fc.record({
      file: fc.constantFrom(...pieces),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      to: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(cut, async ({ file: [path, text], from, to }) => {
        const [start, end] = [from, to].map((part) => Math.floor(part * text.length)).sort((a, b) => a - b);
        const { builds } = await read(path, text.slice(0, start) + text.slice(end) + text);
        for (const { at, args } of builds)
          for (const place of [at, ...args.map((one) => one.at)]) {
            expect(place.start).toBeLessThanOrEqual(place.end);
            expect(place.end).toBeLessThanOrEqual(place.source.text.length);
          }
      }),
      { numRuns: 150 },
    );
  });

  test('an argument stands where it is said to stand', async () => {
    const names = fc.stringMatching(/^[A-Z]{3,12}_[0-9]{2}$/);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(names, { minLength: 1, maxLength: 4 }), async (args) => {
        const flags = args.map((name) => `--build-arg ${name}=$V`).join(' \\\n        ');
        const written: readonly (readonly [string, string])[] = [
          ['a.sh', `docker build \\\n  ${flags} .\n`],
          ['Makefile', `x:\n\t@docker build ${flags.replaceAll('$V', '$$V')} .\n`],
          ['.gitlab-ci.yml', `x:\n  script:\n    - |\n        docker build ${flags} .\n`],
          [
            'bitbucket-pipelines.yml',
            `x:\n  - step: {script: ["true", "docker build ${flags.replace(/\\\n\s*/g, '')} ."]}\n`,
          ],
        ];
        for (const [path, text] of written)
          for (const build of (await read(path, text)).builds)
            for (const { name, at } of build.args)
              expect(at.source.text.slice(at.start, at.end)).toMatch(new RegExp(`^${name}=\\$+V$`));
      }),
      { numRuns: 25 },
    );
  });
});
