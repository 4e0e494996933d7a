import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BuilderName } from '../../../src/cachekey/builder.ts';
import { toolPath } from '../run.ts';
import { rotatingIn, SERVER } from './arbitrary-dockerfile.ts';

const execute = promisify(execFile);

/** Whether a step was taken from the cache, by `stage.number`: steps of each stage count from 0 in the file's order. */
export type Outcome = Map<string, 'cached' | 'ran'>;

export interface BuildPlace {
  /** Of the context, in which each Dockerfile is put under a name of its own. */
  context: string;
  /** DOCKER_HOST; the folder of the store for buildah. */
  host: string;
  /** Host and port of the server of files. */
  server: string;
}

/** Builds once; undefined where the builder refuses the file. */
export async function build(
  builder: BuilderName,
  { context, host, server }: BuildPlace,
  dockerfile: string,
  value: string,
): Promise<Outcome | undefined> {
  const file = join(context, `Dockerfile.${process.pid}.${value}`);
  await writeFile(file, dockerfile.replaceAll(SERVER, server));
  const args = ['--build-arg', `${rotatingIn(dockerfile)}=${value}`, '-f', file];
  try {
    if (builder === 'buildah') {
      const place = ['--root', `${host}/storage`, '--runroot', `${host}/run`, '--storage-driver', 'vfs'];
      const said = await run(
        'buildah',
        [...place, 'bud', '--jobs', '1', '--layers', '--isolation', 'chroot', ...args, context],
        {},
      );
      return numberedSteps(dockerfile, said);
    }
    const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: builder === 'buildkit' ? '1' : '0' };
    const flags =
      builder === 'buildkit' ? ['--progress=plain', '--secret', `id=one,src=${context}/file`] : [];
    const said = await run('docker', ['build', '--network=none', ...flags, ...args, context], env);
    return builder === 'buildkit' ? vertices(dockerfile, said) : classicSteps(dockerfile, said);
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    if (/no space left|Cannot connect|permission denied while trying/i.test(stderr)) throw error;
    return undefined;
  }
}

async function run(
  tool: 'docker' | 'buildah',
  args: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 };
  const { stdout, stderr } = await execute(toolPath(tool), args, options);
  return `${stdout}\n${stderr}`;
}

/** `#5 [s0 2/4] RUN true`, then `#5 CACHED`. FROM is the first of a stage, unless that starts from another stage. */
function vertices(dockerfile: string, said: string): Outcome {
  const onImage = new Set(Array.from(dockerfile.matchAll(/^FROM base:1 AS (s\d)/gm), ([, stage]) => stage));
  const steps = new Map<string, string>();
  const outcome: Outcome = new Map();
  for (const line of said.split('\n')) {
    const [, id = '', stage, number] = /^#(\d+) \[(s\d) +(\d+)\/\d+\] (?!FROM)/.exec(line) ?? [];
    if (stage !== undefined) steps.set(id, `${stage}.${Number(number) - (onImage.has(stage) ? 2 : 1)}`);
    const [, done = '', how] = /^#(\d+) (CACHED|DONE)/.exec(line) ?? [];
    const step = steps.get(done);
    if (step !== undefined) outcome.set(step, how === 'CACHED' ? 'cached' : 'ran');
  }
  return outcome;
}

/** `Step 3/7 : RUN true`, then ` ---> Using cache`; the ARGs before FROM are counted, too. */
function classicSteps(dockerfile: string, said: string): Outcome {
  const places = placesOf(dockerfile);
  const outcome: Outcome = new Map();
  const blocks = said.split(/^Step (\d+)\/\d+ : /m).slice(1);
  for (let at = 0; at + 1 < blocks.length; at += 2) {
    const place = places[Number(blocks[at]) - 1];
    if (place !== undefined)
      outcome.set(place, /---> Using cache/.test(blocks[at + 1] ?? '') ? 'cached' : 'ran');
  }
  return outcome;
}

/**
 * `[2/3] STEP 2/5: RUN true`, then `--> Using cache`, then `--> ID`. A stage that a step copies from is built in the
 * middle of that step: what is said last is of the step that was begun last.
 */
function numberedSteps(dockerfile: string, said: string): Outcome {
  const outcome: Outcome = new Map();
  const stages = [...dockerfile.matchAll(/^FROM /gm)].length;
  const open: string[] = [];
  for (const line of said.split('\n')) {
    const [, stage, number] = /^(?:\[(\d+)\/\d+\] )?STEP (\d+)\/\d+: (?!FROM)/.exec(line) ?? [];
    const last = open.at(-1);
    if (number !== undefined) {
      const step = `s${stages === 1 ? 0 : Number(stage) - 1}.${Number(number) - 2}`;
      open.push(step);
      outcome.set(step, 'ran');
    } else if (/^--> Using cache/.test(line) && last !== undefined) outcome.set(last, 'cached');
    else if (/^--> [0-9a-f]+$/.test(line)) open.pop();
  }
  return outcome;
}

/** For each instruction its stage and number there, FROMs and the ARGs before them without one. */
function placesOf(dockerfile: string): (string | undefined)[] {
  let stage = -1;
  let number = 0;
  return dockerfile
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      if (line.startsWith('FROM ')) {
        stage += 1;
        number = 0;
        return undefined;
      }
      if (stage < 0) return undefined;
      number += 1;
      return `s${stage}.${number - 1}`;
    });
}
