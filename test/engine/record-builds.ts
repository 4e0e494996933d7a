import { execFile } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SHAPES } from '../build/shapes.ts';
import { folderWith } from '../support/folder.ts';

const run = promisify(execFile);
const BUILDERS = ['docker', 'podman', 'nerdctl', 'buildah', 'depot', 'buildctl', 'fly', 'az'];
/** The words, then the variable A as the builder has it. */
const RECORD = '#!/bin/sh\nprintf "%s\\0" "$@" >> "$LOG"\nprintf "\\n%s\\n\\0" "${A-unset}" >> "$LOG"\n';
/** Runs what stands behind its options. */
const PASS =
  '#!/bin/sh\nwhile [ "$#" -gt 0 ]; do case "$1" in docker|env) exec "$@";; *) shift;; esac; done\n';
/** There is no other user. */
const SU =
  '#!/bin/sh\nwhile [ "$#" -gt 0 ]; do case "$1" in --command=*) exec sh -c "${1#--command=}";; *) shift;; esac; done\n';
/** Another machine has nothing of the environment here. */
const FAR = 'exec env -i PATH="$PATH" LOG="$LOG" HOME="$HOME"';
/** What an option says, or what stands behind two dashes and the options of ssh. */
const farCommand = (option: string) => `while [ $# -gt 0 ]; do case "$1" in
${option}) ${FAR} sh -c "$2";;
${option}=*) ${FAR} sh -c "\${1#*=}";;
--) shift; while [ "\${1#-}" != "$1" ]; do shift; done; ${FAR} sh -c "$*";;
esac; shift; done`;
const FAR_AWAY: Readonly<Record<string, string>> = {
  ssh: `while [ $# -gt 0 ]; do case "$1" in -[BbcDEeFIiJLlmOoPpQRSWw]) shift 2;; -*) shift;; *) break;; esac; done
shift
if [ $# -eq 0 ]; then ${FAR} sh; fi
${FAR} sh -c "$*"`,
  sshpass: 'while [ $# -gt 0 ]; do if [ "$1" = ssh ]; then exec "$@"; fi; shift; done',
  kubectl: `while [ $# -gt 0 ] && [ "$1" != -- ]; do shift; done\nshift\n${FAR} "$@"`,
  gcloud: farCommand('--command'),
  vagrant: farCommand('-c'),
};
export const VARIABLES = {
  B: 'value-of-B',
  A: 'value-of-A',
  C: 'value-of-C',
  NPM_TOKEN: 'value-of-npm',
  CI: 'true',
  SUDO: 'sudo',
};
export const TOKEN = 'token-of-aws';

export const RUN: Readonly<Record<string, readonly string[]>> = {
  'build.sh': ['bash', 'build.sh'],
  'ci/build.sh': ['bash', 'ci/build.sh'],
  'hooks/build': ['bash', 'hooks/build'],
  Makefile: ['make', '-e'],
  'build.mk': ['make', '-e', '-f', 'build.mk'],
};
/** Shapes that a shell or make can run. */
export const runnable = SHAPES.flatMap((shape) => {
  const file = Object.keys(RUN).find((name) => name in shape.files);
  const text = file === undefined ? '' : (shape.files[file] ?? '');
  const isOwn =
    file !== undefined && !/kaniko|\r\n|\bop run|\bretry|compose|\uFEFF|docker build -? ?<</.test(text);
  return isOwn ? [{ ...shape, command: RUN[file] ?? [] }] : [];
});

/** A call of a builder. */
export interface Recorded {
  words: string[];
  /** What its environment holds as A; `unset` where nothing. */
  held: string;
}

/** Runs a script or a Makefile with builders that only write down how they are called. */
export async function recordBuilds(
  files: Readonly<Record<string, string>>,
  [program = '', ...args]: readonly string[],
): Promise<{ folder: string; recorded: Recorded[] }> {
  const programs = Object.fromEntries(BUILDERS.map((name) => [`.bin/${name}`, RECORD]));
  const folder = await folderWith({
    Dockerfile: 'FROM scratch\n',
    ...files,
    ...programs,
    '.bin/sudo': PASS,
    '.bin/pkexec': PASS,
    '.bin/su': SU,
    ...Object.fromEntries(
      Object.entries(FAR_AWAY).map(([name, does]) => [`.bin/${name}`, `#!/bin/sh\n${does}\n`]),
    ),
    '.bin/git': '#!/bin/sh\ncase "$*" in *toplevel*) pwd;; *) echo 0123abc;; esac\n',
    '.bin/aws': `#!/bin/sh\necho ${TOKEN}\n`,
  });
  for (const name of [...BUILDERS, ...Object.keys(FAR_AWAY), 'sudo', 'pkexec', 'su', 'git', 'aws'])
    await chmod(join(folder, '.bin', name), 0o755);
  const log = join(folder, '.log');
  const env = { ...VARIABLES, HOME: folder, LOG: log, PATH: `${join(folder, '.bin')}:/usr/bin:/bin` };
  await run(program, args, { cwd: folder, env });
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n\0').slice(0, -1);
  const recorded = lines.map((line) => {
    const [words = '', held = ''] = line.split('\0\n');
    return { words: words.split('\0'), held };
  });
  return { folder, recorded };
}
