import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { page } from '../../src/commands/common/output.ts';
import { type CliResult, root } from '../support/cli.ts';
import { tempFolder } from '../support/images/temp.ts';

const run = promisify(execFile);

interface Case {
  args: readonly string[];
  columns?: number;
}

/** Runs them one after the other in one process, in the folder of the fixtures. */
async function results(cases: readonly Case[]): Promise<CliResult[]> {
  const child = spawn(process.execPath, [`${root}test/support/in-one-process.js`], {
    cwd: `${root}fixtures`,
  });
  let text = '';
  let trouble = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    trouble += piece;
  });
  child.stdin.end(JSON.stringify(cases));
  await new Promise((resolve) => child.on('close', resolve));
  expect(trouble).toBe('');
  return JSON.parse(text);
}

/** Each with what is to be said: one line, and exit code 2. */
const MISTAKES: readonly [typed: string, said: string][] = [
  [
    'frobnicate',
    'there is no command frobnicate. There are baseline, cache, completion, dockerfile, image, init, rules.',
  ],
  ['dockerfil', 'there is no command dockerfil. Did you mean "audit dockerfile"?'],
  ['Dockerfile.dev', 'there is no command Dockerfile.dev. Did you mean "audit dockerfile Dockerfile.dev"?'],
  ['nosuch --help', 'there is no command nosuch. There are'],
  ['dockerfile --stagd', 'there is no flag --stagd. Did you mean --staged? See "audit dockerfile --help".'],
  ['dockerfile --tokn=abc', 'there is no flag --tokn. See "audit dockerfile --help".'],
  ['dockerfile -x', 'there is no flag -x.'],
  ['dockerfile --fail-on hihg', '--fail-on cannot be "hihg". Did you mean high? It is one of critical, high'],
  ['dockerfile --format srif', 'there is no report format srif. Did you mean sarif? There are text, json'],
  ['dockerfile --target', '--target needs a value behind it. See "audit dockerfile --help".'],
  ['dockerfile --fix --diff', '--fix and --diff do not go together; leave out one of them.'],
  ['dockerfile --staged --since main', 'do not go together; leave out one of them.'],
  ['dockerfile --stdout', '--stdout needs --fix as well.'],
  [
    'rules secret-in-ag',
    'there is no rule secret-in-ag. Did you mean secret-in-arg? "audit rules" lists them all.',
  ],
  ['rules zzzzz', 'there is no rule zzzzz. "audit rules" lists them all.'],
  ['rules a b', '"audit rules" takes no "b" besides. See "audit rules --help".'],
  ['image', '"audit image" needs IMAGE: archives, OCI layouts,'],
  ['cache', '"audit cache" needs PATH: a Dockerfile, or -'],
  ['cache nosuch', 'nosuch: does not exist; name a Dockerfile or a folder that has one'],
  ['completion tcsh', '"audit completion" knows no tcsh. It is one of bash, zsh, fish, powershell.'],
  ['completion', '"audit completion" needs SHELL: bash, zsh, fish or powershell.'],
];
const COMMANDS = ['cache', 'completion', 'dockerfile', 'image', 'init', 'rules'];
const WIDTHS = [60, 61, 80, 111, 200];
const PAGES = [
  ['rules'],
  ['dockerfile', 'webshop'],
  ['dockerfile', 'cases', '--list-builds'],
  ['cache', 'webshop/api/Dockerfile'],
];

describe('in one process', () => {
  let all: CliResult[] = [];
  const cases: Case[] = [
    ...MISTAKES.map(([typed]) => ({ args: typed.split(' ') })),
    ...COMMANDS.map((command) => ({ args: ['help', command] })),
    ...PAGES.flatMap((args) => WIDTHS.map((columns) => ({ args, columns }))),
    { args: ['completion', 'bash'] },
  ];
  beforeAll(async () => {
    all = await results(cases);
  });

  test.each(MISTAKES.map(([typed, said], at) => ({ typed, said, at })))('$typed', ({ said, at }) => {
    const { code, stdout, stderr = '' } = all[at] ?? {};
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^audit: [^\n]+\n$/);
    expect(stderr).toContain(said);
  });

  test.each(COMMANDS.map((command, at) => ({ command, at })))('help of $command has examples', ({ at }) => {
    const { code, stdout = '' } = all[MISTAKES.length + at] ?? {};
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nEXAMPLES\n(?: +\$ audit .+\n*)+/);
    expect(stdout).not.toContain('<%=');
  });

  test.each(
    PAGES.flatMap((args, page) =>
      WIDTHS.map((columns, at) => ({ args, columns, at: page * WIDTHS.length + at })),
    ),
  )('$args keeps to $columns columns', ({ columns, at }) => {
    const { stdout = '' } = all[MISTAKES.length + COMMANDS.length + at] ?? {};
    expect(stdout.split('\n').length).toBeGreaterThan(5);
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
  });

  test('bash completes commands, flags, their values and rules', async () => {
    const script = join(await tempFolder(), 'audit.bash');
    await writeFile(script, all.at(-1)?.stdout ?? '');
    const tries = `source "$1"; shift
for line; do read -ra COMP_WORDS <<<"$line"; [[ $line == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _audit_complete; echo "\${COMPREPLY[*]}"; done`;
    const lines = [
      'audit do',
      'audit dockerfile --sta',
      'audit dockerfile --fail-on ',
      'audit rules secret-in-a',
      'audit image ',
      'audit dockerfile --fail-on =',
      'audit dockerfile --format = sar',
    ];
    const { stdout } = await run('bash', ['-c', tries, 'bash', script, ...lines]);
    expect(stdout.split('\n')).toEqual([
      'dockerfile',
      '--staged',
      'critical high medium low never',
      'secret-in-arg',
      '',
      'critical high medium low never',
      'sarif',
      '',
    ]);
  });
});

describe('colour', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    ['a pipe', {}, false, false, false],
    ['a terminal', { TERM: 'xterm-256color' }, true, false, true],
    ['a terminal that can do nothing', { TERM: 'dumb' }, true, false, false],
    ['NO_COLOR', { NO_COLOR: '1' }, true, false, false],
    ['an empty NO_COLOR, which says nothing', { NO_COLOR: '' }, true, false, true],
    ['FORCE_COLOR', { FORCE_COLOR: '1', TERM: 'dumb' }, false, false, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false, false, false],
    ['both', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false, false],
    ['--no-color', { FORCE_COLOR: '1' }, true, true, false],
  ] as const)('%s', (_, variables, isTerminal, refused, coloured) => {
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'TERM']) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { isTTY } = process.stdout;
    process.stdout.isTTY = isTerminal;
    expect(page({ 'no-color': refused }).colour).toBe(coloured);
    process.stdout.isTTY = isTTY;
  });
});
