import type { Instruction } from '../dockerfile/instruction.ts';

/** What commands that take long do, the telling part of each. */
const COSTLY: readonly [what: string, command: RegExp][] = [
  [
    'installs packages',
    /\b(?:apt-get|apt|aptitude|dnf|yum|microdnf|zypper|pacman|emerge)\b[^|;&]*\s(?:install|-S\w*|dist-upgrade|upgrade)\b/,
  ],
  ['installs packages', /\bapk\b[^|;&]*\sadd\b|\bnix-(?:env|build|shell)\b|\bbrew\s+install\b/],
  [
    'installs dependencies',
    /\b(?:pip3?|uv\s+pip|pipx|python3?\s+-m\s+pip)\b[^|;&]*\s(?:install|sync|download|wheel)\b/,
  ],
  [
    'installs dependencies',
    /\b(?:uv|poetry|pdm|pipenv|hatch|rye)\s+(?:\S+\s+)*?(?:sync|install|build|lock)\b/,
  ],
  ['installs dependencies', /\b(?:conda|mamba|micromamba)\b[^|;&]*\s(?:install|create|env\s+update)\b/],
  [
    'installs dependencies',
    /\b(?:npm|pnpm|bun)\s+(?:\S+\s+)*?(?:ci|install|i|add|fetch)\b|\byarn\b(?:\s+(?:install|add|workspaces)\b|\s+--|\s*(?:$|&&|;|\n))/,
  ],
  [
    'installs dependencies',
    /\b(?:bundle|gem|composer|cpanm?|luarocks|mix|pod|opam|stack|cabal|conan|vcpkg)\s+(?:\S+\s+)*?(?:install|update|deps\.get|require|build)\b/,
  ],
  [
    'installs dependencies',
    /\bgo\s+(?:mod\s+download|get|install)\b|\bcargo\s+(?:fetch|install|chef)\b|\bdotnet\s+restore\b|\bmvn\b[^|;&]*go-offline/,
  ],
  [
    'compiles',
    /\bgo\s+build\b|\bcargo\s+(?:build|rustc)\b|\bdotnet\s+(?:build|publish)\b|\bmvnw?\b|\bgradlew?\b|\bsbt\b|\bbazel\s+build\b/,
  ],
  [
    'compiles',
    /(?:^|[\s;&])(?:make|ninja|gcc|g\+\+|clang|rustc|javac|swift\s+build|zig\s+build|meson\s+compile|cmake\s+--build)\b/,
  ],
  [
    'compiles',
    /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:\S+:)?build\b|\b(?:tsc|webpack|vite\s+build|next\s+build|esbuild|rollup)\b/,
  ],
];

/** Why a step takes long, by the commands of a RUN; undefined where nothing says so. */
export function costOf({ keyword, args, exec, heredocs }: Instruction): string | undefined {
  if (keyword !== 'RUN') return undefined;
  const text = [exec?.join(' ') ?? args.text, ...heredocs.map(({ body }) => body.text)].join('\n');
  return COSTLY.find(([, command]) => command.test(text))?.[0];
}
