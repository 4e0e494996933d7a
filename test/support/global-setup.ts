import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Tests of the command run what is built: it has to be what is there. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.js'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
}
