import type { BuildReader } from '../build-file.ts';
import { folderOf } from '../repository.ts';
import { buildsInScript } from '../script/follow.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** The builds that the scripts of a package.json start. */
export const readPackageJson: BuildReader = ({ source, path, repository, tell }) => {
  const scripts = readYaml(source, tell)[0]?.get('scripts')?.entries() ?? [];
  return scripts.flatMap(({ value }) =>
    value?.text === undefined
      ? []
      : buildsInScript(value.mapped, { source, path, repository, folders: [folderOf(path)] }),
  );
};
