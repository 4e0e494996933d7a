import { auditDockerfile } from '../../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../../src/audit/engine.ts';
import { parseShell } from '../../../src/shell/parse.ts';
import type { ShellScript, ShellWord } from '../../../src/shell/script.ts';
import { parseWindowsShell } from '../../../src/shell/windows.ts';
import { runBodies } from '../seeds.ts';
import { ensure, type Target } from '../target.ts';

const engine = createEngine();

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
  dictionary: 'shell',
  seeds: runBodies,

  run(input) {
    const text = input.toString('utf8');
    checkScript(parseShell(text), text.length);
  },
};

export const windows: Target = {
  name: 'windows-shell',
  sources: ['src/shell/windows.ts'],
  seeds: () => [
    'set "A=%B%" && echo %A% > c:\\x & del x',
    '$a = $env:B; Invoke-WebRequest -Headers @{ Authorization = "Bearer $a" } `\n | Out-File x',
    "[IO.File]::WriteAllText('x', $env:T)",
    '@"\n$env:A\n"@ > x',
  ],

  run(input) {
    const text = input.toString('utf8', 1);
    checkScript(parseWindowsShell(text, (input[0] ?? 0) % 2 === 0 ? 'cmd' : 'powershell'), text.length);
  },
};

export const following: Target = {
  name: 'run-flow',
  sources: ['src/flow/run/', 'src/flow/script-literals.ts', 'src/flow/run-script.ts', 'src/shell/'],
  dictionary: 'shell',
  seeds: runBodies,

  most: 8 * 1024,
  run(input) {
    const body = input.toString('utf8').replaceAll('FUZZED', '');
    const around = `FROM a\nARG T\nENV U=$T\nRUN --mount=type=secret,id=s <<FUZZED\n${body}\nFUZZED\n`;
    auditDockerfile('Dockerfile', around, engine);
  },
};
