import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Tests of the command run what is built: it has to be what is there. What they and what they start leave behind lies in
 * one folder, which goes with the run: workers are ended before they could tidy up themselves.
 */
export default function setUp(): () => void {
  execFileSync(process.execPath, ['scripts/build.js'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  const folder = mkdtempSync(join(tmpdir(), 'build-audit-tests-'));
  // Some tests run the command as another user.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  return () => {
    // What is mounted there may be anything.
    if (isMountedBelow(folder)) throw new Error(`Something is still mounted below ${folder}.`);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

function isMountedBelow(folder: string): boolean {
  const mounts = '/proc/self/mounts';
  return existsSync(mounts) && readFileSync(mounts, 'utf8').includes(` ${folder}/`);
}
