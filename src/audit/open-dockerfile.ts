import { Patience } from '../config/patience.ts';
import { BuildContext } from '../context/build-context.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { DockerfileTask } from './build/audit-repository.ts';
import type { BuildOptions } from './build-options.ts';
import { contextOf } from './context-stores.ts';
import { type AuditableFile, auditableFile } from './fix/dockerfile-texts.ts';
import type { Governed } from './project/govern.ts';
import { checkLength, readDockerfile, readStaged } from './read-dockerfile.ts';
import { diskTree, type Tree } from './tree.ts';

/** Where Dockerfiles come from, and what they are read under. */
export interface Source {
  tree: Tree;
  build: BuildOptions;
  governed: Governed;
}

/**
 * The text of a Dockerfile.
 *
 * @throws InputError when it cannot be read or is no text, GivenUp where that takes too long: a pipe may never come to its end
 */
export async function textOf(
  path: string,
  task: DockerfileTask,
  { tree, build, governed }: Source,
): Promise<string> {
  const { limits } = governed;
  const known = inlineText(task)?.text ?? build.texts?.get(path);
  if (known !== undefined) checkLength(known, limits);
  if (known !== undefined) return known;
  const within = build.interrupt?.patience;
  const patience = new Patience({ within, limit: { key: 'dockerfileSeconds', limits } });
  const { files } = tree;
  try {
    const isDisk = files === diskTree.files || path === '-';
    const text = isDisk ? readDockerfile(path, limits) : readStaged(path, files, limits);
    return await patience.wait(Promise.resolve(text));
  } finally {
    patience.close();
  }
}

/** A Dockerfile with its build context, to be audited, and audited again with other texts. */
export function openDockerfile(
  path: string,
  text: string,
  task: DockerfileTask,
  source: Source,
): { file: AuditableFile; context: BuildContext | undefined } {
  const { name, passed, inline } = task;
  const { target } = source.build;
  const within = inlineText(task);
  const context = inline === undefined ? openContext(path, text, task, source) : undefined;
  const options = {
    passed,
    ...(target !== undefined && { target }),
    ...(context && { context }),
    ...(inline && within && { within: { source: inline.at.source, text: within } }),
  };
  return { context, file: auditableFile(name, text, source.governed.engine, options, displayName) };
}

/** As given, as its builds say, or as it is looked for. Standard input has no folder of its own. */
function openContext(
  path: string,
  text: string,
  { context: known, ignoring: choices = [] }: DockerfileTask,
  { tree: { files: from }, build, governed: { limits } }: Source,
): BuildContext | undefined {
  const given = build.context ?? known;
  const own = path === '-' || build.texts?.has(path) ? undefined : path;
  const options = { from, limits, choices };
  if (given !== undefined) return BuildContext.open(given, own, options);
  return own === undefined ? undefined : contextOf(own, parseDockerfile(own, text), options);
}

function inlineText({ inline }: DockerfileTask) {
  return inline?.dockerfile.kind === 'inline' ? inline.dockerfile.text : undefined;
}

/** A path as reports have it. */
export function displayName(path: string): string {
  return path === '-' ? '<stdin>' : path.replaceAll('\\', '/').replace(/^\.\//, '');
}
