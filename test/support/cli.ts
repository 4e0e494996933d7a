import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The tests' own: what earlier runs found has no part in them. */
const cache = mkdtempSync(join(tmpdir(), 'build-audit-cache-'));

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd?: string;
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** To run as another user, which only root can. */
  uid?: number;
  /** What is to be done to it while it runs; its standard input then stays open. */
  meanwhile?: (child: ChildProcess) => void;
}

/** Runs the built command as a user would. */
export function audit(
  args: readonly string[],
  { cwd = root, input = '', env = {}, uid, meanwhile }: CliOptions = {},
): Promise<CliResult> {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const child = spawn(process.execPath, [`${root}bin/run.js`, ...args], {
    cwd,
    env: { ...environment, BUILD_AUDIT_CACHE: cache, ...env },
    ...(uid !== undefined && { uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  if (meanwhile === undefined) child.stdin.end(input);
  else {
    child.stdin.write(input);
    meanwhile(child);
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
