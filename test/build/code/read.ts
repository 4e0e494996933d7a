import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildReader } from '../../../src/build/build-file.ts';
import type { BuildPath } from '../../../src/build/build-path.ts';
import type { BuildProblem } from '../../../src/build/build-problem.ts';
import { Repository } from '../../../src/build/repository.ts';
import { describePart, type Value } from '../../../src/build/value.ts';
import { SourceText } from '../../../src/dockerfile/source-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'build-audit-code-'));

export interface ReadResult {
  builds: BuildPath[];
  problems: BuildProblem[];
}

/** The builds of a program's text, and what was told of it. */
export function readAll(reader: BuildReader, path: string, text: string): ReadResult {
  const problems: BuildProblem[] = [];
  const tell = (problem: BuildProblem): void => {
    problems.push(problem);
  };
  const file = { source: new SourceText(path, text), path, repository: new Repository(folder, tell), tell };
  return { builds: reader(file), problems };
}

/** A value in short: `text`, `$VARIABLE`, `<what it is>`. */
function shortValue(value: Value): string {
  return value
    .map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'variable' ? `$${part.name}` : `<${describePart(part)}>`;
    })
    .join('');
}

/** A build path in short, for comparing. What is empty is left out. */
export function short(build: BuildPath): Record<string, unknown> {
  const { how, builder, dockerfile, context, target, args, secrets, ssh, labels, unknown } = build;
  const pairs = (list: BuildPath['args']) =>
    Object.fromEntries(list.map(({ name, value }) => [name, shortValue(value)]));
  const file =
    dockerfile.kind === 'path'
      ? dockerfile.candidates.join(' ')
      : dockerfile.kind === 'inline'
        ? dockerfile.text.text
        : `? ${dockerfile.what}`;
  return {
    how,
    builder,
    file,
    ...(context !== undefined && { context }),
    ...(target !== undefined && { target: shortValue(target.value) }),
    ...(args.length > 0 && { args: pairs(args) }),
    ...(secrets.length > 0 && {
      secrets: Object.fromEntries(
        secrets.map(({ id, from }) => [
          id,
          from === undefined ? '' : `${from.kind} ${shortValue(from.value)}`,
        ]),
      ),
    }),
    ...(ssh.length > 0 && { ssh: ssh.map(({ id }) => id) }),
    ...(labels.length > 0 && { labels: pairs(labels) }),
    ...(unknown.length > 0 && { unknown: unknown.map(({ what }) => what) }),
  };
}

/** The text at the place of something. */
export function textAt({ at }: { at: BuildPath['at'] }): string {
  return at.source.text.slice(at.start, at.end);
}
