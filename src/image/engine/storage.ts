import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ImageError } from '../image.ts';

const run = promisify(execFile);

/** What can copy an image out of containers/storage, whose layers lie there unpacked. The first one installed is asked. */
const PROGRAMS: readonly [program: string, args: (image: string, file: string) => readonly string[]][] = [
  ['skopeo', (image, file) => ['copy', '--quiet', `containers-storage:${image}`, `oci-archive:${file}`]],
  ['podman', (image, file) => ['save', '--quiet', '--format', 'oci-archive', '--output', file, '--', image]],
  ['buildah', (image, file) => ['push', '--quiet', image, `oci-archive:${file}`]],
];
const LAST_WORDS = 300;

/** Copies an image of containers/storage to `file`, an OCI archive. Throws ImageError where that fails, or the signal's reason. */
export async function copyFromStorage(
  image: string,
  file: string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<void> {
  for (const [program, args] of PROGRAMS) {
    try {
      await run(program, args(image, file), { env, signal });
      return;
    } catch (error) {
      signal?.throwIfAborted();
      const { code, stderr = '' } = error as NodeJS.ErrnoException & { stderr?: string };
      if (code === 'ENOENT') continue;
      throw new ImageError(
        `containers-storage:${image}: ${program} cannot copy it: ${lastWords(stderr) || `exit ${code}`}; name one that \`buildah images\` lists`,
      );
    }
  }
  const names = PROGRAMS.map(([program]) => program).join(', ');
  throw new ImageError(
    `containers-storage:${image}: none of ${names} is installed, and one is needed to read it`,
  );
}

/** What a program says last, without the marks of its log. */
function lastWords(said: string): string {
  const line = said.trim().split('\n').at(-1) ?? '';
  const [, message] = /\bmsg="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  return (message?.replace(/\\(.)/g, '$1') ?? line).slice(0, LAST_WORDS);
}
