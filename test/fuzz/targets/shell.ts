import { auditDockerfile } from '../../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../../src/audit/engine.ts';
import { parseShell } from '../../../src/shell/parse.ts';
import type { ShellScript, ShellWord } from '../../../src/shell/script.ts';
import { parseWindowsShell } from '../../../src/shell/windows.ts';
import { runBodies } from '../seeds.ts';
import { ensure, type Target } from '../target.ts';

const engine = createEngine();

const TOKENS = [
  '$(',
  ')',
  '`',
  '"',
  "'",
  "$'",
  '$"',
  '${',
  '}',
  '${A:-',
  '${A:+',
  '${A/b/c}',
  '${A@Q}',
  '${!A}',
  '${#A[@]}',
  '$((',
  '))',
  '((',
  '[[ ',
  ' ]]',
  '<(',
  '>(',
  '<<EOF\n',
  '<<-EOF\n',
  "<<'EOF'\n",
  'EOF\n',
  '<<<',
  '> /f',
  '>> /f',
  '2>&1',
  '&> /f',
  '>| /f',
  '< /run/secrets/s',
  '{fd}> /f',
  '|',
  '|&',
  '&&',
  '||',
  ';',
  '&',
  '\n',
  '\\\n',
  'if ',
  '; then ',
  'elif ',
  'else ',
  'fi',
  'for i in ',
  'for ((;;)) ',
  '; do ',
  'done',
  'while ',
  'until ',
  'case a in ',
  'a) ',
  ';;',
  ';&',
  'esac',
  'f() { ',
  'function f ',
  '}',
  '{ ',
  '(',
  'select x in ',
  'coproc ',
  'time ',
  '! ',
  'export A=',
  'A=$T ',
  'A+=',
  'A=(',
  'local ',
  'readonly ',
  'declare -x ',
  'set -x',
  'set +e',
  'eval "',
  'sh -c "',
  "bash -lc '",
  'trap "',
  'exec ',
  '. /x',
  'source /x',
  'xargs -I{} ',
  'env -i ',
  'sudo -u x ',
  'timeout 1 ',
  'tee /k',
  'cat /run/secrets/s',
  'echo $T',
  'printf %s "$T"',
  'sed -i s/x/$T/ /k',
  'rm -rf /k',
  'mv /k /l',
  'cp ',
  'cd /x',
  'exit 0',
  'exit 1',
  'return',
  'true',
  'false',
  '[ -f /k ]',
  'test ',
  'read A',
  'npm config set ',
  'git config --global ',
  'curl -u a:$T ',
  'pip config set ',
  'base64 -d',
  'envsubst',
  '*',
  '?',
  '[a-z]',
  '~',
  '{a,b}',
  '{1..9}',
  '\uE000',
  '\uF8FF',
  '#',
];

/** Every place of a script has to lie in its text; slots are as many as their words say. */
function checkScript({ commands, documents, problems }: ShellScript, length: number): void {
  const word = ({ template, slots, start, end }: ShellWord): void => {
    ensure(start >= 0 && start <= end && end <= length, `a word from ${start} to ${end} of ${length}`);
    for (const slot of slots)
      ensure(
        slot.start >= 0 && slot.start <= slot.end && slot.end <= length,
        `a slot from ${slot.start} to ${slot.end} of ${length}`,
      );
    const used = template.match(/[\uE000-\uF8FF]/g)?.length ?? 0;
    ensure(used <= slots.length || slots.length > 6000, `${used} slots are used, ${slots.length} there`);
  };
  for (const { words, assignments, redirects, input, start, end } of commands) {
    ensure(start >= 0 && start <= end && end <= length, `a command from ${start} to ${end} of ${length}`);
    for (const one of [
      ...words,
      ...input,
      ...assignments.map(({ value }) => value),
      ...redirects.map(({ target }) => target),
    ])
      word(one);
  }
  for (const one of documents) word(one);
  for (const { at } of problems) ensure(at >= 0 && at <= length, `a problem at ${at} of ${length}`);
}

export const parsing: Target = {
  name: 'shell-parser',
  share: 0.5,
  sources: [
    'src/shell/parse.ts',
    'src/shell/nodes.ts',
    'src/shell/word.ts',
    'src/shell/place.ts',
    'src/shell/wrappers.ts',
    'src/shell/piece.ts',
    'src/shell/text.ts',
    'src/shell/script.ts',
  ],
  seeds: runBodies,
  tokens: TOKENS,
  run(input) {
    const text = input.toString('utf8');
    checkScript(parseShell(text), text.length);
  },
};

export const windows: Target = {
  name: 'windows-shell',
  share: 0.25,
  sources: ['src/shell/windows.ts'],
  seeds: () => [
    'set "A=%B%" && echo %A% > c:\\x & del x',
    '$a = $env:B; Invoke-WebRequest -Headers @{ Authorization = "Bearer $a" } `\n | Out-File x',
    "[IO.File]::WriteAllText('x', $env:T)",
    '@"\n$env:A\n"@ > x',
  ],
  tokens: [
    '^',
    '`',
    '%A%',
    '!A!',
    '$env:A',
    '${env:A}',
    '$(',
    '@(',
    '@{',
    '[a]::b(',
    ')',
    '}',
    '"',
    "'",
    '@"\n',
    '\n"@',
    '|',
    '&',
    '&&',
    '||',
    ';',
    '\n',
    '>',
    '>>',
    '2>&1',
    'set "',
    'set /p ',
    'if ',
    '#',
    'rem ',
    '::',
    '--%',
    '%%i',
    '%~dp0',
  ],
  run(input) {
    const text = input.toString('utf8', 1);
    checkScript(parseWindowsShell(text, (input[0] ?? 0) % 2 === 0 ? 'cmd' : 'powershell'), text.length);
  },
};

export const following: Target = {
  name: 'run-flow',
  sources: ['src/flow/run/', 'src/flow/script-literals.ts', 'src/flow/run-script.ts', 'src/shell/'],
  seeds: runBodies,
  tokens: TOKENS,
  most: 8 * 1024,
  run(input) {
    const body = input.toString('utf8').replaceAll('FUZZED', '');
    const around = `FROM a\nARG T\nENV U=$T\nRUN --mount=type=secret,id=s <<FUZZED\n${body}\nFUZZED\n`;
    auditDockerfile('Dockerfile', around, engine);
  },
};
