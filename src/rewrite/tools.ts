/**
 * What programs read of a credential while an image is built: variables by name, and files. Sources: each tool's
 * own documentation.
 */
interface ToolRow {
  programs: string;
  /** Variables that it reads without being told so on the command line. */
  variables?: RegExp;
  /** Files that it looks for; `~` is the home folder, `./` the working folder. */
  files?: readonly string[];
  /** It runs code or reads files of the project, which may name any variable. */
  open?: true;
}

const NETRC = ['~/.netrc', '~/_netrc'];
const GIT_FILES = ['~/.git-credentials', '~/.gitconfig', '~/.config/git/credentials', ...NETRC];
const KEYS = ['~/.ssh'];
const CLOUD = ['~/.aws', '~/.config/gcloud', '~/.azure'];

const ROWS: readonly ToolRow[] = [
  {
    open: true,
    programs: 'npm npx pnpm pnpx yarn yarnpkg bun bunx corepack lerna turbo nx rush',
    variables:
      /^(?:P?NPM|NODE_AUTH|YARN|PNPM|BUN|FONT_?AWESOME|GITHUB|GH|GITLAB|CI_JOB|JFROG|ARTIFACTORY|NEXUS|CODEARTIFACT|VERDACCIO)(?:_|$)/i,
    files: [
      '~/.npmrc',
      './.npmrc',
      '~/.yarnrc',
      '~/.yarnrc.yml',
      './.yarnrc',
      './.yarnrc.yml',
      '~/.config/pnpm',
      ...GIT_FILES,
      ...KEYS,
    ],
  },
  {
    open: true,
    programs: 'pip pip3 pipx pip-sync pip-compile pipenv',
    variables: /^(?:PIP_|PIPENV_|NETRC$|KEYRING_)/,
    files: ['/etc/pip.conf', '~/.pip/pip.conf', '~/.config/pip/pip.conf', '~/.pypirc', ...GIT_FILES, ...KEYS],
  },
  {
    open: true,
    programs: 'uv uvx',
    variables: /^(?:UV_|NETRC$)/,
    files: ['~/.config/uv', '~/.local/share/uv', './uv.toml', ...GIT_FILES, ...KEYS],
  },
  {
    open: true,
    programs: 'poetry',
    variables: /^(?:POETRY_|PIP_|NETRC$)/,
    files: ['~/.config/pypoetry', './poetry.toml', ...GIT_FILES, ...KEYS],
  },
  {
    open: true,
    programs: 'pdm',
    variables: /^(?:PDM_|NETRC$)/,
    files: ['~/.config/pdm', './.pdm.toml', ...GIT_FILES, ...KEYS],
  },
  { programs: 'twine', variables: /^TWINE_/, files: ['~/.pypirc'] },
  {
    open: true,
    programs: 'bundle bundler',
    variables: /^(?:BUNDLE_|GEM_)/,
    files: ['~/.bundle', './.bundle', '/usr/local/bundle', '~/.gem', ...GIT_FILES, ...KEYS],
  },
  { programs: 'gem', variables: /^(?:GEM_|RUBYGEMS_)/, files: ['~/.gem', '~/.gemrc'] },
  {
    open: true,
    programs: 'cargo',
    variables: /^CARGO_/,
    files: ['~/.cargo', '/usr/local/cargo', './.cargo', ...GIT_FILES, ...KEYS],
  },
  { programs: 'go', variables: /^(?:GOPROXY|GOAUTH|GIT_|NETRC$)/, files: [...GIT_FILES, ...KEYS] },
  {
    open: true,
    programs: 'mvn mvnw mvnd',
    variables: /^(?:MAVEN_|MVN_|REPO_|NEXUS_|ARTIFACTORY_)/,
    files: ['~/.m2', './settings.xml', '/usr/share/maven/conf'],
  },
  {
    open: true,
    programs: 'gradle gradlew',
    variables: /^(?:ORG_GRADLE_|GRADLE_)/,
    files: ['~/.gradle', './gradle.properties', '~/.m2'],
  },
  {
    open: true,
    programs: 'dotnet nuget msbuild',
    variables: /^(?:NUGET|VSS_NUGET|ARTIFACTS_CREDENTIALPROVIDER)/i,
    files: ['~/.nuget', './nuget.config', './NuGet.Config', './NuGet.config', '~/.config/NuGet'],
  },
  {
    open: true,
    programs: 'composer',
    variables: /^COMPOSER_/,
    files: ['./auth.json', '/tmp/auth.json', '~/.composer', '~/.config/composer', ...GIT_FILES, ...KEYS],
  },
  {
    open: true,
    programs: 'conda mamba micromamba pixi',
    variables: /^(?:CONDA_|ANACONDA_|RATTLER_)/,
    files: ['~/.condarc', '~/.rattler', ...NETRC],
  },
  { programs: 'apt apt-get aptitude', files: ['/etc/apt'] },
  { programs: 'dnf yum microdnf tdnf zypper', files: ['/etc/yum.repos.d', '/etc/dnf', '/etc/zypp'] },
  { programs: 'apk', variables: /^HTTP_AUTH$/, files: ['/etc/apk'] },
  { open: true, programs: 'helm', variables: /^HELM_/, files: ['~/.config/helm', '~/.docker', '~/.kube'] },
  { programs: 'kubectl kustomize oc', variables: /^KUBE/, files: ['~/.kube'] },
  {
    open: true,
    programs: 'terraform tofu terragrunt',
    variables: /^TF_/,
    files: ['~/.terraformrc', '~/.terraform.d', './.terraformrc', ...CLOUD, ...GIT_FILES, ...KEYS],
  },
  { programs: 'git', variables: /^GIT_/, files: [...GIT_FILES, ...KEYS] },
  { programs: 'ssh scp sftp rsync ssh-add', files: KEYS },
  { programs: 'svn hg', files: ['~/.subversion', '~/.hgrc', ...NETRC, ...KEYS] },
  { programs: 'gh', variables: /^(?:GH|GITHUB)_/, files: ['~/.config/gh'] },
  { programs: 'glab', variables: /^(?:GITLAB|GLAB)_/, files: ['~/.config/glab-cli'] },
  { programs: 'curl', files: [...NETRC, '~/.curlrc'] },
  { programs: 'wget', files: ['~/.netrc', '~/.wgetrc'] },
  {
    programs: 'docker podman skopeo buildah crane oras',
    variables: /^(?:DOCKER_|REGISTRY_AUTH)/,
    files: ['~/.docker', '~/.config/containers'],
  },
  { open: true, programs: 'aws sam cdk serverless', variables: /^AWS_/, files: ['~/.aws'] },
  { programs: 'gcloud gsutil bq', variables: /^(?:CLOUDSDK_|GOOGLE_)/, files: ['~/.config/gcloud'] },
  { programs: 'az azd', variables: /^(?:AZURE_|ARM_)/, files: ['~/.azure'] },
  { programs: 'hf huggingface-cli', variables: /^(?:HF_|HUGGING_?FACE)/, files: ['~/.cache/huggingface'] },
  { open: true, programs: 'flutter dart', variables: /^(?:PUB_|FLUTTER_)/, files: ['~/.config/dart'] },
  {
    open: true,
    programs: 'sbt sbtn coursier cs mill',
    variables: /^(?:SBT_|COURSIER_|GITHUB_|GH_|NEXUS_|ARTIFACTORY_)/,
    files: ['~/.sbt', '~/.ivy2', '~/.m2', '~/.config/coursier', ...GIT_FILES],
  },
  {
    open: true,
    programs: 'bazel bazelisk',
    files: ['~/.bazelrc', './.bazelrc', ...NETRC, ...GIT_FILES, ...KEYS],
  },
  { open: true, programs: 'swift xcodebuild', files: [...NETRC, ...GIT_FILES, ...KEYS] },
  {
    open: true,
    programs: 'R Rscript',
    variables: /^(?:GITHUB_PAT|R_)/,
    files: ['~/.Renviron', '~/.Rprofile'],
  },
  { open: true, programs: 'conan', variables: /^CONAN_/, files: ['~/.conan2', '~/.conan'] },
  { open: true, programs: 'mix', variables: /^HEX_/, files: ['~/.hex'] },
];

const BY_PROGRAM = new Map<string, ToolRow>();
for (const row of ROWS) for (const program of row.programs.split(' ')) BY_PROGRAM.set(program, row);

/** Programs that neither read variables of any name nor run what does. */
const INERT = new Set(
  `: true false [ [[ test echo printf cd pwd set export unset readonly local umask shift return exit trap wait sleep
  mkdir rmdir rm cp mv ln touch ls stat chmod chown chgrp install mktemp cat tee head tail sort uniq wc cut tr sed grep
  egrep fgrep awk gawk diff cmp find which command type basename dirname realpath readlink id whoami uname hostname date
  useradd adduser usermod groupadd addgroup passwd chpasswd locale-gen localedef update-locale update-ca-certificates
  update-alternatives ldconfig dpkg dpkg-reconfigure apt-key add-apt-repository gpg gpgv sha256sum sha512sum sha1sum
  md5sum base64 tar gzip gunzip xz unxz bzip2 bunzip2 zip unzip 7z strip apt apt-get aptitude apk dnf yum microdnf
  zypper pacman rpm curl wget git ssh scp ssh-keyscan ssh-keygen chroot a2enmod a2dissite nginx sync case source-rc
  setcap getent yes file du df`
    .trim()
    .split(/\s+/),
);

/** @param program its name without its folder */
export function isKnownProgram(program: string): boolean {
  return program === '' || BY_PROGRAM.has(program) || INERT.has(program);
}

/** How a program may come by a variable that no word of its command names. */
export type Reading = 'reads' | 'may' | 'not';

/** @param program its name without its folder, undefined where it is not known */
export function readingOf(program: string | undefined, variable: string): Reading {
  if (program === undefined) return 'may';
  const name = program.replace(/\.(?:exe|cmd|bat)$/i, '');
  const row = BY_PROGRAM.get(name);
  if (row?.variables?.test(variable) === true || isNamedAfter(name, variable)) return 'reads';
  if (row?.open === true) return 'may';
  return row !== undefined || INERT.has(name) ? 'not' : 'may';
}

/** `sentry-cli` reads `SENTRY_AUTH_TOKEN`. */
function isNamedAfter(program: string, variable: string): boolean {
  const [first = ''] = program.split(/[-_.]/);
  return first.length > 2 && variable.toUpperCase().startsWith(`${first.toUpperCase()}_`);
}

/** Names of services that running programs use as well. */
const SERVICES =
  /^(?:GITHUB|GH|GITLAB|GIT|CI_JOB|JFROG|ARTIFACTORY|NEXUS|CODEARTIFACT|REPO|TF|HELM|KUBE)(?:_|$)/;

/** True for a variable that serves building alone. */
export function isForBuilding(variable: string): boolean {
  return isForTools(variable) && !SERVICES.test(variable);
}

/** True where some tool's documentation names the variable. */
export function isForTools(variable: string): boolean {
  return ROWS.some(
    ({ variables, programs }) =>
      variables?.test(variable) === true && !/\b(?:aws|az|gcloud|hf|docker|go|kubectl)\b/.test(programs),
  );
}

/**
 * True for a program that looks for a file.
 *
 * @param path absolute
 */
export function looksFor(program: string | undefined, path: string, home: string, folder: string): boolean {
  if (program === undefined) return false;
  const files = BY_PROGRAM.get(program)?.files ?? [];
  return files.some((file) => {
    const whole = file.replace(/^~/, home).replace(/^\./, folder.replace(/\/$/, ''));
    return path === whole || path.startsWith(`${whole}/`);
  });
}

/** Files that nobody looks for once the build is over. */
export const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm)\/|\/_logs\/|\/\.(?:npm|cache)\//;

/** True for a file that some tool looks for in a home folder. */
export function isToolFile(path: string): boolean {
  const home = /^\/(?:root|home\/[^/]+)(?=\/)/.exec(path)?.[0] ?? '/root';
  return ROWS.some(({ programs }) =>
    programs.split(' ').some((program) => looksFor(program, path, home, home)),
  );
}
