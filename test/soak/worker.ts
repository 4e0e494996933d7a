import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../src/audit/finding.ts';
import { auditSubject } from './dockerfile/audit.ts';
import { makeDockerfile } from './dockerfile/generate.ts';
import { judgeDockerfile } from './dockerfile/judge.ts';
import type { Verdict } from './expected.ts';
import { ENVIRONMENT } from './fingerprints.ts';
import { makeImage } from './image/generate.ts';
import { judgeImage } from './image/judge.ts';
import { pathOf, writeImage } from './image/write.ts';
import type { Library } from './library.ts';
import { dockerfileOutputs, imageOutputs } from './outputs.ts';
import { type Sample, sample } from './samples.ts';

/** What one process has to do. */
interface Task {
  seed: string;
  /** `dockerfile:17`, `image:3`. */
  subjects: readonly string[];
  /** Writes its images, and audits nothing. */
  isWriting?: boolean;
  /** Where the built package is. */
  package: string;
  /** For temporary files, this process's own. */
  folder: string;
  /** Where images lie. */
  images: string;
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

interface Place extends Task {
  audits: Library;
  environment: NodeJS.ProcessEnv;
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

async function run(task: Task): Promise<void> {
  const { subjects, isWriting, folder, cache, every } = task;
  if (isWriting) return write(task);
  const audits: Library = await import(pathToFileURL(join(task.package, 'dist/index.js')).href);
  const place = { ...task, audits, environment: { ...ENVIRONMENT, BUILD_AUDIT_CACHE: cache } };
  for (const [at, subject] of subjects.entries()) {
    send({ outcome: await judged(subject, place) });
    if ((at + 1) % every === 0) send({ sample: sample(folder) });
  }
}

function write({ seed, subjects, images }: Task): void {
  for (const index of subjects.map(indexOf)) writeImage(makeImage(seed, index), pathOf(images, index));
}

function judged(subject: string, place: Place): Promise<Outcome> {
  return subject.startsWith('image:') ? judgedImage(subject, place) : judgedDockerfile(subject, place);
}

async function judgedDockerfile(subject: string, place: Place): Promise<Outcome> {
  const made = makeDockerfile(place.seed, indexOf(subject));
  const { report, milliseconds } = await timed(() => auditSubject(made, place.audits, place));
  const digest = digestOf(report, place.folder);
  const verdict = judgeDockerfile(made, report);
  if (isPrinted(subject)) verdict.broken.push(...dockerfileOutputs(made.text, made.values, place));
  return { ...verdict, subject, milliseconds, bytes: made.text.length, digest };
}

async function judgedImage(subject: string, place: Place): Promise<Outcome> {
  const { seed, images, audits, environment } = place;
  const path = pathOf(images, indexOf(subject));
  const made = makeImage(seed, indexOf(subject));
  const { report, milliseconds } = await timed(() => audits.auditImage(path, { environment }));
  const digest = digestOf(report, place.folder);
  const verdict = judgeImage(made, report);
  if (isPrinted(subject)) verdict.broken.push(...imageOutputs(path, made.values, place));
  return { ...verdict, subject, milliseconds, bytes: bytesOf(path), digest };
}

async function timed(audit: () => Promise<Report>): Promise<{ report: Report; milliseconds: number }> {
  const start = performance.now();
  const report = await audit();
  return { report, milliseconds: performance.now() - start };
}

function indexOf(subject: string): number {
  return Number(subject.replace(/^.*:/, ''));
}

/** So many are audited by the command as well, in every format. */
function isPrinted(subject: string): boolean {
  return indexOf(subject) % 100 === 0;
}

function bytesOf(path: string): number {
  const entry = lstatSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

/** Without where this process keeps its files. */
function digestOf({ findings, skipped, notes }: Report, folder: string): string {
  const text = JSON.stringify([findings, skipped, notes]).replaceAll(folder, '');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function send(message: { outcome: Outcome } | { sample: Sample }): void {
  process.send?.(message);
}
