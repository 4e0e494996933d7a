import type { StoringTool } from './storing-tool.ts';

const GIT_CONFIG: StoringTool['instead'] = [
  ['--global', '~/.gitconfig'],
  ['--system', '/etc/gitconfig'],
  ['--file', '{}'],
  ['-f', '{}'],
];
const DOCKER = {
  instead: [
    ['--config', '{}/config.json'],
    ['--authfile', '{}'],
  ],
  input: true,
} as const;
/** Version control and registries of images. */
export const REPOSITORIES: readonly StoringTool[] = [
  { tool: 'terraform|tofu', words: 'login', file: '~/.terraform.d/credentials.tfrc.json', input: true },
  {
    tool: 'git',
    words: 'config',
    file: '.git/config',
    instead: GIT_CONFIG,
    not: /^(?:--unset(?:-all)?|--remove-section|--get.*|--list|-l)$/,
  },
  {
    tool: 'git',
    words: 'config',
    file: '.git/config',
    instead: GIT_CONFIG,
    only: /^(?:--unset(?:-all)?|--remove-section)$/,
    clears: true,
  },
  { tool: 'git', words: 'credential approve', file: '~/.git-credentials', input: true },
  {
    tool: 'git',
    words: 'credential-store store',
    file: '~/.git-credentials',
    instead: [['--file', '{}']],
    input: true,
  },
  { tool: 'git', words: 'credential reject', file: '~/.git-credentials', clears: true },
  { tool: 'git', words: 'pull|fetch', file: '.git/FETCH_HEAD', urls: true },
  { tool: 'git', words: 'clone', file: '{repository}/.git/config', not: /^--(?:bare|mirror)$/ },
  { tool: 'git', words: 'clone', file: '{repository}/config', only: /^--(?:bare|mirror)$/ },
  { tool: 'git', words: 'remote set-url', file: '.git/config', clears: true },
  { tool: 'git', words: 'remote remove|rm', file: '.git/config', clears: true },
  { tool: 'git', words: 'remote add|set-url', file: '.git/config' },
  { tool: 'git', words: 'submodule add|set-url', file: '.gitmodules' },
  {
    tool: 'svn',
    words: 'checkout|co|update|up|export',
    file: '~/.subversion/auth/svn.simple/stored',
    only: /^--password/,
    not: /^--no-auth-cache$/,
  },
  { tool: 'docker|nerdctl', words: 'login', file: '~/.docker/config.json', ...DOCKER },
  { tool: 'docker|nerdctl', words: 'logout', file: '~/.docker/config.json', clears: true },
  { tool: 'podman|buildah|skopeo', words: 'login', file: '/run/containers/0/auth.json', ...DOCKER },
  { tool: 'podman|buildah|skopeo', words: 'logout', file: '/run/containers/0/auth.json', clears: true },
  {
    tool: 'crane|oras|regctl|cosign|ko',
    words: 'auth login',
    file: '~/.docker/config.json',
    input: true,
  },
  { tool: 'crane|oras|cosign|ko', words: 'login', file: '~/.docker/config.json', input: true },
  { tool: 'regctl', words: 'registry login', file: '~/.regctl/config.json', input: true },
];
