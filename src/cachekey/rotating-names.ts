import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import { pairsOf } from '../dockerfile/pairs.ts';

const BUILD =
  /(?:^|_)(?:BUILD_?(?:DATE|TIME|TIMESTAMP|NUMBER|NUM|ID|TAG)|TIMESTAMP|BUILT_AT|CREATED(?:_AT)?|(?:GIT|GITHUB|VCS|SOURCE|SHORT)_?(?:SHA|COMMIT|REV|REVISION|HASH|DESCRIBE|REF)|COMMIT(?:_(?:SHA|HASH|ID|REF))?|REVISION|(?:RUN|PIPELINE|JOB)_(?:ID|NUMBER)|CI_COMMIT_\w+|SOURCE_DATE_EPOCH|NOW)$/i;
/** Someone wants steps to be run again. */
const ON_PURPOSE = /CACHE_?BUST|BUST_?CACHE|NO_?CACHE|FORCE|INVALIDATE/i;
/** A default that stands for what is given at build time; another one pins something. */
const PLACEHOLDER =
  /^["']?(?:|unknown|undefined|none|n\/a|dev|development|local|snapshot|latest|main|master|head|0|1|x+|\$.*)["']?$/i;
const SHORT_LIVED =
  /CODEARTIFACT|(?:^|_)(?:CI_JOB|GITHUB|GH|ACTIONS|ACCESS|SESSION|ID|OIDC|BEARER|STS|GCLOUD|GCP|AZURE|ECR)_?(?:ID_)?TOKEN$|INDEX(?:_URL)?$|^(?:UV|PIP)_/i;

/** Build arguments that change from build to build, as their names tell: the date, the commit, the number of the run. */
export function changingArguments(
  { instructions, escape }: ParsedDockerfile,
  names: Vocabulary,
): Set<string> {
  const found = new Set<string>();
  for (const instruction of instructions) {
    if (instruction.keyword !== 'ARG') continue;
    for (const { name, value } of pairsOf(instruction, escape)) {
      const changes =
        BUILD.test(name.text) && !ON_PURPOSE.test(name.text) && PLACEHOLDER.test(value?.text ?? '');
      if (names.rotates(name.text) || (changes && !names.isHarmless(name.text))) found.add(name.text);
    }
  }
  return found;
}

/** A secret that is fetched anew for nearly every build, by the name of its build argument. */
export function isShortLived(name: string, names: Vocabulary): boolean {
  return names.rotates(name) || SHORT_LIVED.test(name);
}
