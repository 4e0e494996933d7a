import type { BuildReader } from '../build-file.ts';
import { folderOf } from '../repository.ts';
import { plainText } from '../script/expressions.ts';
import { buildsInScript } from '../script/follow.ts';
import { asPosix, CMD } from '../script/windows-shells.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** The builds that the scripts of a package.json start. */
export const readPackageJson: BuildReader = ({ source, path, repository, tell }) => {
  const scripts = readYaml(source, tell)[0]?.get('scripts')?.entries() ?? [];
  return scripts.flatMap(({ value }) =>
    value?.text === undefined
      ? []
      : buildsInScript(isForCmd(value.text) ? asPosix(plainText(value.mapped), CMD) : value.mapped, {
          source,
          path,
          repository,
          folders: [folderOf(path)],
        }),
  );
};

/** npm runs scripts by the system's shell: variables tell which one is meant. */
function isForCmd(script: string): boolean {
  return /%[A-Za-z_]\w*%/.test(script) && !/[$`']/.test(script);
}
