import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { BuildReader } from '../build-file.ts';
import { folderOf } from '../repository.ts';
import { buildsInScript } from '../script/follow.ts';

/** The first line of a script without an extension. */
const SHELL = /^\s?#!.*\b(?:ba|da|z|k)?sh\b/;

/** The builds of a shell script: started from its own folder where that has what it builds, else from the root. */
export const readShell: BuildReader = ({ source, path, repository }) => {
  const isScript = /\.\w+$/.test(path) || SHELL.test(source.text);
  if (!isScript) return [];
  return buildsInScript(MappedText.of(source.text, 0), {
    source,
    path,
    repository,
    folders: [folderOf(path), '.'],
  });
};
