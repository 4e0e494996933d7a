import type { BuildReader } from '../build-file.ts';
import { folderOf } from '../repository.ts';
import { buildOfTarget } from './build-of-target.ts';
import { filesWith, isOverride, readBakeFile } from './files.ts';
import { Inheritance } from './resolve.ts';
import { Targets } from './targets.ts';

/**
 * The targets of a Bake file. Files that bake reads together, an override for one, are read with the first of them, and
 * give nothing of their own.
 */
export const readBake: BuildReader = (file) => {
  const { path, repository, tell } = file;
  const [first = path, ...others] = filesWith(path, repository);
  if (first === path && isOverride(path))
    tell({
      what: file.source.path,
      reason: 'overrides a Bake file that is not beside it; it was not read',
      grave: false,
    });
  if (first !== path || isOverride(path)) return [];
  const sources = [file.source, ...others.flatMap((one) => repository.source(one) ?? [])];
  const bodies = sources.map((source) => readBakeFile(source, tell));
  const targets = new Targets(bodies, { environment: () => undefined, names: repository.names }, tell);
  const folders = [...new Set([folderOf(path), '.'])];
  const inheritance = new Inheritance(targets.targets, () => {});
  return targets.built.flatMap((name) => {
    const target = targets.targets.get(name);
    const parts = inheritance.resolve(name);
    if (target === undefined || parts === undefined) return [];
    return [buildOfTarget({ how: `target ${name}`, at: target.at, parts, folders, repository })];
  });
};
