import { MappedText } from '../../dockerfile/mapped-text.ts';
import type { BuildReader } from '../build-file.ts';
import { folderOf } from '../repository.ts';
import { plainText } from '../script/expressions.ts';
import { buildsInScript } from '../script/follow.ts';
import { asPosix, CMD, POWERSHELL } from '../script/windows-shells.ts';

/** The builds of a PowerShell script or of a batch file: what is called as it would be in any shell. */
export const readWindows: BuildReader = ({ source, path, repository }) => {
  const shell = /\.psm?1$/i.test(path) ? POWERSHELL : CMD;
  const script = asPosix(plainText(MappedText.of(source.text, 0)), shell);
  return buildsInScript(script, { source, path, repository, folders: [folderOf(path), '.'] });
};
