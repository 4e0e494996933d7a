import type { Instruction } from '../dockerfile/instruction.ts';
import type { Before } from './earlier-copies.ts';
import { type Plan, placesOf } from './plan.ts';

/** A file with the secret, which the RUN that writes it sees to in the end. */
export interface CleanUp {
  run: Instruction;
  /** As the script names it. */
  file: string;
  before: Before;
  /** A later step removes it whole. */
  isRemoved: boolean;
}

/**
 * Removes files at the end of the RUNs that their scripts stand in now. A file that was there before is put back as it was; one
 * that may have been, if it was. What a later step removes is removed in the last of the RUNs.
 */
export function cleanUp(all: readonly CleanUp[], plan: Plan): void {
  for (const run of new Set(all.map((one) => one.run))) {
    const own = all.filter((one) => one.run === run);
    const places = placesOf(plan, run);
    for (const place of places) {
      const isLast = place === places.at(-1);
      const goes = ({ before, isRemoved }: CleanUp): boolean => before === 'none' || (isRemoved && isLast);
      for (const { file, before } of own.filter((one) => !goes(one))) putBack(place, file, before, plan);
      const files = new Set(own.filter(goes).map(({ file }) => removable(file)));
      if (files.size > 0) plan.draft.runAfter(place, removal([...files]));
    }
  }
}

function putBack(place: Instruction, file: string, before: Before, { draft }: Plan): void {
  const save = `cp -p ${file} ${file}.orig`;
  const back = `mv ${file}.orig ${file}`;
  const isThere = before === 'there';
  draft.runBefore(place, isThere ? save : `if [ -e ${file} ]; then ${save}; fi`);
  draft.runAfter(place, isThere ? back : `rm -f ${file} && if [ -e ${file}.orig ]; then ${back}; fi`);
}

/** What has no dot in its name may be a folder. */
function removal(paths: readonly string[]): string {
  const areFiles = paths.every((path) => /\.[^/]*$/.test(path));
  return `rm ${areFiles ? '-f' : '-rf'} ${paths.join(' ')}`;
}

/** A log's name is another one at every run. */
function removable(path: string): string {
  return path.replace(/\/_logs\/[^/]+$/, '/_logs');
}
