// Runs the commands of the documentation in one process, as starting one for each would take minutes: a list of
// { cwd, words, input, pipe } or { cwd, shell } comes in by standard input, a list of { output, code } goes out.
import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const bin = new URL('../../bin/run.js', import.meta.url).href;
const { execute } = await import('../../dist/cli.js');

// Each command listens to both for itself.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);

const results = [];
for (const one of JSON.parse(await text(process.stdin))) results.push(await run(one));
process.stdout.write(JSON.stringify(results));
process.exitCode = 0;

async function run({ cwd, shell, words, input, pipe }) {
  if (shell !== undefined) return inShell(shell, cwd);
  process.chdir(cwd);
  const { output, code } = await captured(words, input);
  return pipe === undefined ? { output, code } : inShell(pipe, cwd, output);
}

function inShell(command, cwd, input = '') {
  const { stdout, stderr, status } = spawnSync('bash', ['-c', command], { cwd, input, encoding: 'utf8' });
  return { output: stdout + stderr, code: status };
}

/** What the command writes to a terminal, and how it ends: it ends itself last of all, if it does. */
async function captured(args, input) {
  const { exit, stdin } = process;
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  let output = '';
  const write = (chunk, ...rest) => {
    output += chunk;
    rest.find((one) => typeof one === 'function')?.();
    return true;
  };
  for (const { stream } of streams) stream.write = write;
  replaceInput(input === undefined ? stdin : Readable.from([Buffer.from(input)]));
  process.exitCode = 0;
  process.exit = (status) => {
    process.exitCode = status ?? process.exitCode;
  };
  process.argv = [process.argv[0], 'audit', ...args];
  await execute({ dir: bin });
  for (const { stream, write } of streams) stream.write = write;
  process.exit = exit;
  replaceInput(stdin);
  return { output, code: Number(process.exitCode) };
}

function replaceInput(value) {
  Object.defineProperty(process, 'stdin', { value, configurable: true });
}
