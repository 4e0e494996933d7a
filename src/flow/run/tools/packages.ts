import type { StoringTool } from './storing-tool.ts';

/** Inside an app, bundler 2 writes to the app's own file; which one it is, only the build tells. */
const BUNDLER = {
  file: '.bundle/config',
  also: '~/.bundle/config',
  instead: [
    ['--local', '.bundle/config'],
    ['--global', '~/.bundle/config'],
  ],
} satisfies Partial<StoringTool>;

/** Mono's file, and that of dotnet, which some versions of nuget take. */
const NUGET = {
  file: '~/.config/NuGet/NuGet.Config',
  also: '~/.nuget/NuGet/NuGet.Config',
  windows: '~/AppData/Roaming/NuGet/NuGet.Config',
  instead: [['-ConfigFile', '{}']],
} satisfies Partial<StoringTool>;

const COMPOSER: StoringTool['instead'] = [
  ['-g', '~/.composer/auth.json'],
  ['--global', '~/.composer/auth.json'],
];

/** A file that is fetched as it is: the address is not in it. */
const DOWNLOADED = /:\/\/\S*\.repo$/;

const ADD = 'install|i|in|ins|add';

/** Package managers, of languages and systems. */
export const PACKAGE_MANAGERS: readonly StoringTool[] = [
  // npm writes its arguments to a log of each run.
  {
    tool: 'npm|npx',
    file: '~/.npm/_logs/debug-0.log',
    literally: true,
    not: /^--logs-max=0$/,
    off: ['npm_config_logs_max=0', 'NPM_CONFIG_LOGS_MAX=0'],
  },
  { tool: 'npm', words: ADD, file: 'package.json', urls: true, not: /^(?:-g|--global|--no-save)$/ },
  { tool: 'npm', words: ADD, file: 'package-lock.json', urls: true, not: /^(?:-g|--global|--no-save)$/ },
  { tool: 'npm', words: ADD, file: 'node_modules/.package-lock.json', urls: true, not: /^(?:-g|--global)$/ },
  {
    tool: 'yarn|pnpm|bun',
    words: 'add|install|i',
    file: 'package.json',
    urls: true,
    not: /^(?:-g|--global)$/,
  },
  {
    tool: 'npm',
    words: 'config|c set',
    file: '~/.npmrc',
    instead: [
      ['--location=project', '.npmrc'],
      ['--location=global', '/usr/local/etc/npmrc'],
      ['--global', '/usr/local/etc/npmrc'],
      ['-g', '/usr/local/etc/npmrc'],
      ['--userconfig', '{}'],
    ],
  },
  { tool: 'npm', words: 'set', file: '~/.npmrc', instead: [['--userconfig', '{}']] },
  { tool: 'npm', words: 'config|c delete|rm', file: '~/.npmrc', clears: true },
  { tool: 'npm', words: 'logout', file: '~/.npmrc', clears: true },
  { tool: 'npm', words: 'login|adduser', file: '~/.npmrc', input: true },
  {
    tool: 'pnpm',
    words: 'config|c set',
    file: '~/.config/pnpm/rc',
    instead: [['--location=project', '.npmrc']],
  },
  { tool: 'pnpm', words: 'config|c delete|rm', file: '~/.config/pnpm/rc', clears: true },
  { tool: 'pnpm', words: 'set', file: '~/.config/pnpm/rc' },
  {
    tool: 'yarn',
    words: 'config set',
    file: '.yarnrc.yml',
    instead: [
      ['--home', '~/.yarnrc.yml'],
      ['-H', '~/.yarnrc.yml'],
    ],
  },
  { tool: 'yarn', words: 'config unset', file: '.yarnrc.yml', clears: true },
  { tool: 'yarn', words: 'npm login', file: '~/.yarnrc.yml', input: true },
  {
    tool: 'pip|pip3',
    words: 'config set',
    file: '~/.config/pip/pip.conf',
    instead: [
      ['--global', '/etc/pip.conf'],
      ['--site', '/usr/local/pip.conf'],
    ],
  },
  {
    tool: 'pip|pip3',
    words: 'config unset',
    file: '~/.config/pip/pip.conf',
    instead: [
      ['--global', '/etc/pip.conf'],
      ['--site', '/usr/local/pip.conf'],
    ],
    clears: true,
  },
  {
    tool: 'pip|pip3',
    words: 'install',
    file: 'src/{editable}/.git/config',
    only: /^(?:-e|--editable)/,
    urls: true,
  },
  { tool: 'uv|poetry|pdm|rye', words: 'add', file: 'pyproject.toml', urls: true },
  { tool: 'uv', words: 'auth login', file: '~/.local/share/uv/credentials/credentials.toml', input: true },
  { tool: 'uv', words: 'auth logout', file: '~/.local/share/uv/credentials/credentials.toml', clears: true },
  {
    tool: 'poetry',
    words: 'config',
    file: '~/.config/pypoetry/auth.toml',
    instead: [['--local', 'poetry.toml']],
    not: /^--unset$/,
  },
  { tool: 'poetry', words: 'config', file: '~/.config/pypoetry/auth.toml', only: /^--unset$/, clears: true },
  { tool: 'poetry', words: 'source add', file: 'pyproject.toml' },
  { tool: 'pdm', words: 'config', file: '~/.config/pdm/config.toml', instead: [['--local', 'pdm.toml']] },
  { tool: 'hatch', words: 'config set', file: '~/.config/hatch/config.toml' },
  { tool: 'bundle|bundler', words: 'config set', ...BUNDLER },
  { tool: 'bundle|bundler', words: 'config unset', ...BUNDLER, clears: true },
  { tool: 'bundle|bundler', words: 'config', ...BUNDLER, not: /^(?:--delete|get|list|unset)$/ },
  { tool: 'bundle|bundler', words: 'config', ...BUNDLER, only: /^--delete$/, clears: true },
  { tool: 'gem', words: 'sources', file: '~/.gemrc', only: /^(?:-a|--add)$/ },
  { tool: 'gem', words: 'sources', file: '~/.gemrc', only: /^(?:-r|--remove)$/, clears: true },
  { tool: 'gem', words: 'signin', file: '~/.gem/credentials', input: true },
  { tool: 'cargo', words: 'login', file: '~/.cargo/credentials.toml', input: true },
  { tool: 'cargo', words: 'logout', file: '~/.cargo/credentials.toml', clears: true },
  { tool: 'go', words: 'env', file: '~/.config/go/env', only: /^-w$/ },
  { tool: 'go', words: 'env', file: '~/.config/go/env', only: /^-u$/, clears: true },
  {
    tool: 'dotnet',
    words: 'nuget add|update source',
    file: '~/.nuget/NuGet/NuGet.Config',
    windows: '~/AppData/Roaming/NuGet/NuGet.Config',
    instead: [['--configfile', '{}']],
  },
  {
    tool: 'dotnet',
    words: 'nuget remove source',
    file: '~/.nuget/NuGet/NuGet.Config',
    windows: '~/AppData/Roaming/NuGet/NuGet.Config',
    instead: [['--configfile', '{}']],
    clears: true,
  },
  { tool: 'nuget|nuget.exe', words: 'sources|source add|update', ...NUGET },
  { tool: 'nuget|nuget.exe', words: 'setapikey', ...NUGET },
  { tool: 'composer', words: 'config', file: 'auth.json', instead: COMPOSER, not: /^--unset$/ },
  {
    tool: 'composer',
    words: 'config',
    file: 'auth.json',
    instead: COMPOSER,
    only: /^--unset$/,
    clears: true,
  },
  { tool: 'conan', words: 'remote login', file: '~/.conan2/.conan.db' },
  { tool: 'conan', words: 'user', file: '~/.conan/.conan.db' },
  { tool: 'mix', words: 'hex.organization auth', file: '~/.hex/hex.config' },
  { tool: 'mix', words: 'hex.repo add', file: '~/.hex/hex.config' },
  {
    tool: 'dart|flutter',
    words: 'pub token add',
    file: '~/.config/dart/pub-tokens.json',
    input: true,
    not: /^--env-var/,
  },
  {
    tool: 'conda|mamba|micromamba',
    words: 'config',
    file: '~/.condarc',
    only: /^--(?:add|append|prepend|set)$/,
  },
  { tool: 'anaconda', words: 'login', file: '~/.continuum/anaconda-client/tokens', input: true },
  { tool: 'add-apt-repository', file: '/etc/apt/sources.list.d/*.list' },
  { tool: 'dnf|yum', words: 'config-manager', file: '/etc/yum.repos.d/*.repo', not: DOWNLOADED },
  { tool: 'yum-config-manager', file: '/etc/yum.repos.d/*.repo', not: DOWNLOADED },
  { tool: 'zypper', words: 'addrepo|ar', file: '/etc/zypp/repos.d/*.repo' },
  {
    tool: 'subscription-manager',
    words: 'register',
    file: '/etc/pki/consumer/key.pem',
    makes: 'consumer key by subscription-manager',
  },
  {
    tool: 'subscription-manager',
    words: 'unregister|clean',
    file: '/etc/pki/consumer/key.pem',
    clears: true,
  },
  {
    tool: 'helm',
    words: 'repo add',
    file: '~/.config/helm/repositories.yaml',
    instead: [['--repository-config', '{}']],
    input: true,
  },
  { tool: 'helm', words: 'repo remove|rm', file: '~/.config/helm/repositories.yaml', clears: true },
  {
    tool: 'helm',
    words: 'registry login',
    file: '~/.config/helm/registry/config.json',
    instead: [['--registry-config', '{}']],
    input: true,
  },
  { tool: 'helm', words: 'registry logout', file: '~/.config/helm/registry/config.json', clears: true },
  {
    tool: 'pro|ua|ubuntu-advantage',
    words: 'attach',
    file: '/var/lib/ubuntu-advantage/private/machine-token.json',
    makes: 'machine token by Ubuntu Pro',
  },
  {
    tool: 'pro|ua|ubuntu-advantage',
    words: 'detach',
    file: '/var/lib/ubuntu-advantage/private/machine-token.json',
    clears: true,
  },
];
