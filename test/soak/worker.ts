import { createHash } from 'node:crypto';
import type { Report } from '../../src/audit/finding.ts';
import { auditSubject } from './dockerfile/audit.ts';
import { makeDockerfile } from './dockerfile/generate.ts';
import { ENVIRONMENT, judgeDockerfile } from './dockerfile/judge.ts';
import type { Verdict } from './expected.ts';
import type { Library } from './library.ts';
import { type Sample, sample } from './samples.ts';

/** What one process has to do. */
interface Task {
  seed: string;
  /** `dockerfile:17`, `image:3`. */
  subjects: readonly string[];
  /** Where the built library is. */
  library: string;
  /** For temporary files, this process's own. */
  folder: string;
  cache: string;
  /** How many subjects come between two samples of memory. */
  every: number;
}

/** What became of one subject. */
interface Outcome extends Verdict {
  subject: string;
  milliseconds: number;
  bytes: number;
  /** Of all that was told: equal for equal reports. */
  digest: string;
}

process.once('message', (task: Task) => {
  run(task).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(2);
    },
  );
});

async function run({ seed, subjects, library: url, folder, cache, every }: Task): Promise<void> {
  const library: Library = await import(url);
  const environment = { ...ENVIRONMENT, BUILD_AUDIT_CACHE: cache };
  for (const [at, subject] of subjects.entries()) {
    const outcome = await judge(subject, { seed, library, folder, environment });
    send({ outcome });
    if ((at + 1) % every === 0) send({ sample: sample(folder) });
  }
}

async function judge(
  subject: string,
  {
    seed,
    library,
    folder,
    environment,
  }: { seed: string; library: Library; folder: string; environment: NodeJS.ProcessEnv },
): Promise<Outcome> {
  const index = Number(subject.replace(/^.*:/, ''));
  const made = makeDockerfile(seed, index);
  const start = performance.now();
  const report = await auditSubject(made, library, { folder, environment });
  const milliseconds = performance.now() - start;
  const verdict = judgeDockerfile(made, report);
  return { ...verdict, subject, milliseconds, bytes: made.text.length, digest: digestOf(report, folder) };
}

/** Without where this process keeps its files. */
function digestOf({ findings, skipped, notes }: Report, folder: string): string {
  const text = JSON.stringify([findings, skipped, notes]).replaceAll(folder, '');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function send(message: { outcome: Outcome } | { sample: Sample }): void {
  process.send?.(message);
}
