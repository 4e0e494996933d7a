import { append } from '../../config/append.ts';
import type { Builder, FilePlace } from '../build-path.ts';
import { likelyText } from '../value.ts';
import { type GivenWord, wordText } from './flags.ts';

/** What a command line asks for, by its program and subcommands. */
export interface BuildCommand {
  kind: 'build' | 'bake' | 'compose' | 'buildctl';
  /** `docker buildx build`. */
  how: string;
  builder: Builder;
  /** The words behind the subcommand. */
  rest: readonly GivenWord[];
  /** For compose: the words between the program and its subcommand. */
  before: readonly GivenWord[];
  /** Of the program and of the last word of its subcommand, where they are written as words. */
  head?: { program: FilePlace; subcommand: FilePlace };
}

/** Flags in front of a subcommand that take a value. */
const GLOBAL_VALUES =
  /^(?:-H|-a|-c|-l|-f|-p|-n|--(?:host|context|config|log-level|tlscacert|tlscert|tlskey|builder|file|project-name|project-directory|profile|env-file|ansi|progress|parallel|namespace|address|root|runroot|storage-driver|storage-opt|url|connection|identity|token|project|app))$/;

const BUILD = /^(?:build|(?:image|builder) (?:build)|buildx (?:build|b)|bud)$/;
const BAKE = /^(?:bake|buildx (?:bake|f))$/;
const COMPOSE = /^(?:compose )?(?:build|up|run|create|watch|publish|push)$/;

/** Words that a prefix may have. */
const MOST_PREFIX = 12;

interface Program {
  builder: Builder;
  /** Its subcommands that build. */
  asks: readonly (readonly [RegExp, BuildCommand['kind']])[];
}

const DOCKER: Program = {
  builder: 'buildkit',
  asks: [
    [BUILD, 'build'],
    [BAKE, 'bake'],
    [/^compose (?:build|up|run|create|watch)$/, 'compose'],
  ],
};
const BUILDAH: Program = {
  builder: 'buildah',
  asks: [
    [BUILD, 'build'],
    [/^compose (?:build|up|run|create)$/, 'compose'],
  ],
};
const COMPOSES = (builder: Builder): Program => ({ builder, asks: [[COMPOSE, 'compose']] });

/** `--build-secret ID=VALUE`. */
const FLY: Program = { builder: 'buildkit', asks: [[/^(?:deploy|launch)$/, 'build']] };

const PROGRAMS: Readonly<Record<string, Program>> = {
  docker: DOCKER,
  'docker.exe': DOCKER,
  nerdctl: DOCKER,
  finch: DOCKER,
  depot: DOCKER,
  podman: BUILDAH,
  buildah: BUILDAH,
  'docker-compose': COMPOSES('buildkit'),
  'podman-compose': COMPOSES('buildah'),
  'docker-buildx': {
    builder: 'buildkit',
    asks: [
      [/^(?:build|b)$/, 'build'],
      [/^(?:bake|f)$/, 'bake'],
    ],
  },
  az: { builder: 'buildkit', asks: [[/^acr build$/, 'build']] },
  fly: FLY,
  flyctl: FLY,
  img: { builder: 'buildkit', asks: [[/^build$/, 'build']] },
  buildctl: { builder: 'buildkit', asks: [[/^(?:build|b)$/, 'buildctl']] },
  'buildctl-daemonless.sh': { builder: 'buildkit', asks: [[/^(?:build|b)$/, 'buildctl']] },
};

/** Commands that run another one, and are no part of a system: `op run -- docker build`, `retry 3 docker build`. */
const WRAPPING =
  /^(?:op|doppler|infisical|aws-vault|chamber|dotenv|dotenvx|teller|envchain|retry|run|try|with_retry|travis_retry|eatmydata|chronic|cross-env|cross-env-shell|parallel|find|env|caffeinate|script|unbuffer|with-contenv|direnv|mise|asdf|nix-shell|firejail|docker|podman|nerdctl|wsl(?:\.exe)?)$/;
/** Their words are run elsewhere. */
const ELSEWHERE = /^(?:ssh|vagrant|gcloud|aws|exec)$/;

/** A build behind a command that runs another one; engines do so in containers (`docker run docker:cli docker build`, `docker exec ci docker build`). */
export function wrappedCommand(words: readonly GivenWord[]): BuildCommand | undefined {
  const name = (wordText(words[0]) ?? '').replace(/^.*[/\\]/, '');
  const isEngine = Object.hasOwn(PROGRAMS, name) && !/^(?:run|exec|compose)$/.test(wordText(words[1]) ?? '');
  if (ELSEWHERE.test(name) || isEngine) return undefined;
  let isBehind = WRAPPING.test(name);
  for (let at = 1; at < Math.min(words.length, MOST_PREFIX); at += 1) {
    const program = wordText(words[at]);
    isBehind ||= program === '--';
    if (!isBehind || program === undefined || !Object.hasOwn(PROGRAMS, program)) continue;
    const found = buildCommand(words.slice(at));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Recognises a command line that builds images; its wrappers (`sudo`, `env`) are taken off before. */
export function buildCommand(words: readonly GivenWord[]): BuildCommand | undefined {
  const [first, ...rest] = words;
  const name = (likelyText(first?.value ?? []) ?? '').replace(/^.*[/\\]/, '');
  if (/^(?:executor|kaniko|kaniko-executor)$/.test(name) && isKaniko(first, rest))
    return { kind: 'build', how: 'kaniko', builder: 'kaniko', rest, before: [] };
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
  const found = program && subcommand(name, program, rest);
  const last = found?.head?.subcommand;
  return first === undefined || last === undefined || found === undefined
    ? found
    : { ...found, head: { program: first.at, subcommand: last } };
}

function isKaniko(first: GivenWord | undefined, rest: readonly GivenWord[]): boolean {
  return (
    /kaniko/.test(wordText(first) ?? '') ||
    rest.some((word) => /^--(?:destination|no-push)/.test(wordText(word) ?? ''))
  );
}

function subcommand(
  name: string,
  { builder, asks }: Program,
  words: readonly GivenWord[],
): BuildCommand | undefined {
  const said: string[] = [];
  const before: GivenWord[] = [];
  for (let at = 0; at < words.length && (said.length < 3 || said[0] === 'run'); at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const text = wordText(word) ?? '';
    if (text.startsWith('-')) {
      const flag = words.slice(at, GLOBAL_VALUES.test(text) ? at + 2 : at + 1);
      append(before, flag);
      at += flag.length - 1;
      continue;
    }
    said.push(text);
    if (said[0] === 'run' && /kaniko(?:-project)?\/executor/.test(text))
      return { kind: 'build', how: 'kaniko', builder: 'kaniko', rest: words.slice(at + 1), before: [] };
    const asked = asks.find(([pattern]) => pattern.test(said.join(' ')));
    if (asked !== undefined)
      return {
        kind: asked[1],
        how: `${name} ${said.join(' ')}`,
        builder,
        rest: words.slice(at + 1),
        before,
        head: { program: word.at, subcommand: word.at },
      };
  }
  return undefined;
}
