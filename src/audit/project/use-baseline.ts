import { ConfigError } from '../../config/config-error.ts';
import { diskFiles, type Files } from '../../context/files.ts';
import { pathBelow } from '../engine.ts';
import { newSalt } from '../fingerprint.ts';
import { readBaseline } from './baseline-file.ts';
import { BaselineRecord } from './baseline-record.ts';
import type { Project } from './project.ts';
import { shownPath } from './shown-path.ts';

/**
 * A project with its baseline, or with what records one. The salt is the configuration's; else that of the file that
 * is there, so that a baseline that is made anew keeps it, and value hashes with it.
 *
 * @throws ConfigError for a file that is no baseline, is not there, or was made under another salt
 */
export function useBaseline(
  project: Project,
  path: string,
  { isRecorded, files }: { isRecorded: boolean; files: Files },
): Project {
  const shown = shownPath(path);
  const file = readBaseline(path, shown, files);
  if (isRecorded) {
    const salt = project.salt ?? file?.salt ?? newSalt();
    const record = new BaselineRecord(salt, (one) => pathBelow(project.root, one));
    return { ...project, salt, recording: { record, path, shown, before: file } };
  }
  if (file === undefined && files !== diskFiles && diskFiles.exists(path))
    throw new ConfigError(`${shown}: this baseline is not staged; git add it`);
  if (file === undefined)
    throw new ConfigError(
      `${shown}: there is no such baseline; "audit baseline --output ${shown}" makes one`,
    );
  const { salt, config } = project;
  if (salt !== undefined && salt !== file.salt)
    throw new ConfigError(
      `${shown}: was made under another salt than ${config?.shown}:${config?.salt?.line} says; make it anew with "audit baseline"`,
    );
  return { ...project, salt: file.salt, baseline: { file, shown } };
}
