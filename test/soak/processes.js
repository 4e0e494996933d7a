import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Runs tasks at once, each in a process of its own. `told` gets each outcome as it comes. Resolves with all outcomes, the
 * samples of each process and the seconds that all of them took.
 */
export async function runAtOnce(tasks, { worker, folder, told }) {
  const began = performance.now();
  const results = await Promise.all(
    tasks.map((task, number) => runOne(task, { worker, folder: join(folder, `${number}`), told })),
  );
  return { results, seconds: (performance.now() - began) / 1000 };
}

function runOne(task, { worker, folder, told }) {
  mkdirSync(folder, { recursive: true });
  return new Promise((resolve, reject) => {
    const child = fork(worker, {
      execArgv: ['--expose-gc'],
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.add(child);
    const outcomes = [];
    const samples = [];
    child.on('message', ({ outcome, sample }) => {
      if (sample !== undefined) samples.push(sample);
      if (outcome === undefined) return;
      outcomes.push(outcome);
      told(outcome);
    });
    child.on('exit', (code, signal) => {
      children.delete(child);
      if (code === 0) resolve({ outcomes, samples });
      else reject(new Error(`a process ended with ${signal ?? code} behind ${outcomes.at(-1)?.subject}`));
    });
    child.send({ ...task, folder });
  });
}
