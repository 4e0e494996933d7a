import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Planted, piecesIn } from './leaks.ts';

const FORMATS = ['json', 'sarif', 'github', 'gitlab', 'gitlab-sast', 'junit', 'markdown', 'html'];

/** Where the command is, and where it may write. */
export interface Outputs {
  /** The package as it is built. */
  package: string;
  folder: string;
  environment: NodeJS.ProcessEnv;
}

/** What is wrong with what the command prints and writes of an image, in every format. */
export function imageOutputs(path: string, values: Planted, outputs: Outputs): string[] {
  return wrongIn(['image', path], values, outputs);
}

/** The same of a Dockerfile. */
export function dockerfileOutputs(text: string, values: Planted, outputs: Outputs): string[] {
  const path = join(outputs.folder, 'Dockerfile');
  writeFileSync(path, text);
  const wrong = wrongIn(['dockerfile', path], values, outputs);
  rmSync(path);
  return wrong;
}

function wrongIn(args: readonly string[], values: Planted, outputs: Outputs): string[] {
  const written = join(outputs.folder, 'written');
  mkdirSync(written);
  const formats = FORMATS.flatMap((format) => ['--format', `${format}=${join(written, format)}`]);
  const bin = join(outputs.package, 'bin/run.js');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [bin, ...args, '--no-config', '--verbose', '--fail-on', 'never', '--format', 'text', ...formats],
    { encoding: 'utf8', env: { ...process.env, ...outputs.environment } },
  );
  const texts = readdirSync(written).map(
    (name) => [name, readFileSync(join(written, name), 'utf8')] as const,
  );
  rmSync(written, { recursive: true });
  const leaks = [['text', stdout] as const, ['stderr', stderr] as const, ...texts].filter(
    ([, text]) => piecesIn(text, values) > 0,
  );
  return [
    ...(status === 0 && texts.length === FORMATS.length ? [] : [`the command ended with ${status}`]),
    ...leaks.map(([name]) => `planted text in its output: ${name}`),
  ];
}
