/** Why a command takes long. */
export type Cost = 'installs packages' | 'installs dependencies' | 'compiles' | 'runs what it fetches';

/** However they are called. */
const ANY = '*';

/** What takes long: programs, and the words of which one makes them do it. Of several rows the first counts. */
const ROWS: readonly (readonly [Cost, programs: string, words: string])[] = [
  [
    'installs packages',
    'apt-get apt aptitude',
    'install upgrade dist-upgrade full-upgrade safe-upgrade build-dep',
  ],
  [
    'installs packages',
    'dnf dnf5 yum microdnf tdnf rpm-ostree',
    'install upgrade update groupinstall localinstall reinstall builddep distro-sync swap',
  ],
  ['installs packages', 'zypper', 'install in update up dup dist-upgrade patch source-install si'],
  ['installs packages', 'apk', 'add upgrade'],
  ['installs packages', 'pacman yay paru', '-S -Su -Sy -Syu -Syyu -Syyuu -U --sync --upgrade'],
  ['installs packages', 'dpkg', '-i --install'],
  ['installs packages', 'rpm', '-i -U -F -ih -Uh -iv -Uv -ivh -Uvh --install --upgrade'],
  [
    'installs packages',
    'brew snap flatpak choco winget scoop opkg pkg pkg_add swupd ipkg',
    'install upgrade bundle bundle-add add',
  ],
  [
    'installs packages',
    'emerge xbps-install install_packages install-php-extensions nix-build nix-shell',
    ANY,
  ],
  [
    'installs packages',
    'nix-env nix guix',
    '-i -iA -if --install build develop profile shell run install package',
  ],
  [
    'installs packages',
    'rustup rustup-init nvm fnm volta asdf mise sdk pyenv rbenv nodenv goenv tfenv ghcup playwright puppeteer cypress',
    'install toolchain component target update default -y upgrade',
  ],
  ['installs dependencies', 'pip pip3 pipx', 'install download wheel sync upgrade inject'],
  ['installs dependencies', 'uv', 'sync install lock add build run compile'],
  ['installs dependencies', 'poetry pdm pipenv rye hatch pixi', 'install sync update add lock build'],
  ['installs dependencies', 'pip-sync pip-compile easy_install cpanm cpan install2.r installGithub.r', ANY],
  ['installs dependencies', 'conda mamba micromamba', 'install create update upgrade'],
  [
    'installs dependencies',
    'npm pnpm bun cnpm',
    'ci install i add fetch update up upgrade clean-install install-clean install-test it rebuild deploy link',
  ],
  ['installs dependencies', 'yarn', 'install add upgrade up workspaces rebuild'],
  ['installs dependencies', 'bower jspm rush lerna', 'install update bootstrap'],
  ['installs dependencies', 'deno', 'cache install add'],
  ['installs dependencies', 'bundle bundler', 'install update package cache add'],
  ['installs dependencies', 'gem pecl pear luarocks nimble dub shards', 'install update upgrade make'],
  ['installs dependencies', 'composer', 'install update require create-project reinstall'],
  ['installs dependencies', 'mix', 'deps.get deps.update deps.compile local.hex local.rebar archive.install'],
  ['installs dependencies', 'rebar3', 'get-deps upgrade'],
  ['installs dependencies', 'pod carthage', 'install update bootstrap'],
  ['installs dependencies', 'opam', 'install init switch update upgrade'],
  [
    'installs dependencies',
    'stack cabal',
    'install setup update fetch --only-dependencies --dependencies-only',
  ],
  ['installs dependencies', 'conan vcpkg ansible-galaxy', 'install create'],
  ['installs dependencies', 'helm', 'dependency dep'],
  ['installs dependencies', 'go', 'mod get install'],
  ['installs dependencies', 'cargo', 'fetch install binstall update vendor chef'],
  ['installs dependencies', 'dotnet nuget', 'restore install tool workload add'],
  [
    'installs dependencies',
    'mvn mvnw mvnd',
    'dependency:go-offline dependency:resolve dependency:resolve-plugins dependency:copy-dependencies',
  ],
  ['installs dependencies', 'gradle gradlew', 'dependencies'],
  ['installs dependencies', 'lein', 'deps'],
  ['installs dependencies', 'clojure clj', '-P'],
  ['installs dependencies', 'dart flutter', 'pub get'],
  ['compiles', 'go', 'build test generate vet run'],
  ['compiles', 'cargo', 'build b rustc test t check c run r bench clippy doc'],
  ['compiles', 'dotnet', 'build publish test pack msbuild run'],
  ['compiles', 'mvn mvnw mvnd gradle gradlew sbt lein ant mill msbuild xbuild xcodebuild', ANY],
  ['compiles', 'bazel bazelisk buck buck2 pants', 'build test run fetch sync package'],
  ['compiles', 'stack cabal', 'build test'],
  ['compiles', 'mix rebar3', 'compile release'],
  ['compiles', 'conan', 'build'],
  [
    'compiles',
    'swift zig crystal dub dart flutter deno nim',
    'build test compile c build-exe build-lib build-obj',
  ],
  ['compiles', 'make gmake nmake ninja samu scons docker-php-ext-install phpize', ANY],
  ['compiles', 'cmake', '--build --install'],
  ['compiles', 'meson', 'compile install test'],
  [
    'compiles',
    'gcc g++ cc c++ clang clang++ gfortran nvcc rustc javac kotlinc scalac ghc erlc ocamlfind mcs dmd ldc2',
    ANY,
  ],
  ['compiles', 'tsc webpack esbuild rollup rspack gulp grunt swc hugo', ANY],
  [
    'compiles',
    'vite next nuxt ng vue-cli-service react-scripts gatsby astro parcel nest nx turbo rush ember docusaurus jekyll remix',
    'build generate bundle prerender',
  ],
  ['compiles', 'rake rails', 'assets:precompile webpacker:compile build compile'],
  ['compiles', 'R', 'INSTALL'],
];

const TABLE = new Map<string, [Cost, ReadonlySet<string> | undefined][]>();
for (const [cost, programs, words] of ROWS)
  for (const program of programs.split(' ')) {
    const rows = TABLE.get(program) ?? [];
    rows.push([cost, words === ANY ? undefined : new Set(words.split(' '))]);
    TABLE.set(program, rows);
  }

/** What follows is another program's, or a script's. */
const ENDS = new Set(['run', 'run-script', 'exec', 'dlx', 'x', '--']);
/** Scripts of a package.json that build. */
const BUILDS = /(?:^|[:_-])(?:build|compile|bundle|dist)(?:$|[:_-])/;
const ASKS = /^(?:--?version|--?help|-[vVh]|version|help)$/;
/** Programs that install in a language of their own. */
const IN_CODE: readonly (readonly [program: RegExp, code: RegExp])[] = [
  [/^(?:R|Rscript|r)$/, /\binstall|\brenv::restore|\bpak::/],
  [/^julia$/, /\bPkg\b|\binstantiate\b/],
  [/^perl$/, /^-MCPAN/],
  [/^(?:python|pypy)[\d.]*$/, /(?:^|\/)setup\.py$/],
];

/**
 * Why a program that is called with some words takes long; undefined where nothing says so.
 *
 * @param program its name without its folder
 */
export function costOfCall(program: string, words: readonly string[]): Cost | undefined {
  if (words.some((word) => ASKS.test(word)) && words.length === 1) return undefined;
  const name = program.replace(/\.(?:exe|cmd|bat)$/i, '').replace(/^pip3[\d.]*$/, 'pip');
  const isBare = words.every((word) => word.startsWith('-'));
  if (isBare && /^(?:yarn|bundle|bundler)$/.test(name)) return 'installs dependencies';
  if (buildsByScript(name, words)) return 'compiles';
  if (IN_CODE.some(([called, code]) => called.test(name) && words.some((word) => code.test(word))))
    return 'installs dependencies';
  for (const [cost, telling] of TABLE.get(name) ?? [])
    if (telling === undefined || firstOf(words, telling)) return cost;
  return undefined;
}

function firstOf(words: readonly string[], telling: ReadonlySet<string>): boolean {
  const at = words.findIndex((word) => telling.has(word));
  const end = words.findIndex((word) => ENDS.has(word));
  return at !== -1 && (end === -1 || at <= end);
}

/** `npm run build`, `yarn build:css`. */
function buildsByScript(name: string, words: readonly string[]): boolean {
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(name)) return false;
  const runs = words.findIndex((word) => word === 'run' || word === 'run-script');
  const scripts = words.slice(runs + 1).filter((word) => !word.startsWith('-'));
  return (
    (runs !== -1 || name !== 'npm') && scripts.slice(0, runs === -1 ? 2 : 1).some((word) => BUILDS.test(word))
  );
}
