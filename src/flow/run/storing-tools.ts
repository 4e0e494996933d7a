/** A way in which a tool stores what it is given. */
export interface StoringTool {
  /** Names of the program. */
  tool: string;
  /** The words behind its name, options left out; `|` between alternatives. */
  words?: string;
  /** The file that it writes; `~` is the home folder, `{1}` the first operand behind the words, `{last}` the last. */
  file: string;
  /** The file on Windows. */
  windows?: string;
  /** Instead, when this option is given; `{}` stands for the option's value. */
  instead?: readonly (readonly [option: string, file: string])[];
  /** What goes into the file: the arguments and the files they name, or standard input as well. */
  input?: true;
  /** Of its arguments, only URLs go into the file. */
  urls?: true;
  /** Its arguments go into the file as they are, and not what the files hold that they name. */
  literally?: true;
  /** It makes a secret of its own and stores that, and nothing that it is given. */
  makes?: string;
  /** It takes out what it stored before. */
  clears?: true;
  /** Only with this option. */
  only?: RegExp;
  /** Not with this option. */
  not?: RegExp;
  /** Not when one of these is set. */
  off?: readonly string[];
}

/** Variables that say where a file or folder is instead; the first one that is set counts. */
export const MOVED: readonly (readonly [variable: string, path: string])[] = [
  ['AWS_SHARED_CREDENTIALS_FILE', '~/.aws/credentials'],
  ['AZURE_CONFIG_DIR', '~/.azure'],
  ['BUNDLE_APP_CONFIG', '.bundle'],
  ['CARGO_HOME', '~/.cargo'],
  ['CLOUDSDK_CONFIG', '~/.config/gcloud'],
  ['COMPOSER_HOME', '~/.composer'],
  ['DOCKER_CONFIG', '~/.docker'],
  ['GH_CONFIG_DIR', '~/.config/gh'],
  ['GIT_CONFIG_GLOBAL', '~/.gitconfig'],
  ['GNUPGHOME', '~/.gnupg'],
  ['HELM_CONFIG_HOME', '~/.config/helm'],
  ['HELM_REGISTRY_CONFIG', '~/.config/helm/registry/config.json'],
  ['HELM_REPOSITORY_CONFIG', '~/.config/helm/repositories.yaml'],
  ['HF_HOME', '~/.cache/huggingface'],
  ['HF_TOKEN_PATH', '~/.cache/huggingface/token'],
  ['KUBECONFIG', '~/.kube/config'],
  ['NPM_CONFIG_CACHE', '~/.npm'],
  ['npm_config_cache', '~/.npm'],
  ['NPM_CONFIG_USERCONFIG', '~/.npmrc'],
  ['npm_config_userconfig', '~/.npmrc'],
  ['PIP_CONFIG_FILE', '~/.config/pip/pip.conf'],
  ['POETRY_CONFIG_DIR', '~/.config/pypoetry'],
  ['RCLONE_CONFIG', '~/.config/rclone/rclone.conf'],
  ['REGISTRY_AUTH_FILE', '/run/containers/0/auth.json'],
  ['XDG_CONFIG_HOME', '~/.config'],
];

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
const COMPOSER: StoringTool['instead'] = [
  ['-g', '~/.composer/auth.json'],
  ['--global', '~/.composer/auth.json'],
];

/** A file that is fetched as it is: the address is not in it. */
const DOWNLOADED = /:\/\/\S*\.repo$/;

const ADD = 'install|i|in|ins|add';

/** One row a way. Sources: each tool's documentation; those that Debian or a registry has were tried. */
export const STORING_TOOLS: readonly StoringTool[] = [
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
  {
    tool: 'bundle|bundler',
    words: 'config set',
    file: '~/.bundle/config',
    instead: [['--local', '.bundle/config']],
  },
  { tool: 'bundle|bundler', words: 'config unset', file: '~/.bundle/config', clears: true },
  {
    tool: 'bundle|bundler',
    words: 'config',
    file: '~/.bundle/config',
    instead: [['--local', '.bundle/config']],
    not: /^(?:--delete|get|list|unset)$/,
  },
  { tool: 'bundle|bundler', words: 'config', file: '~/.bundle/config', only: /^--delete$/, clears: true },
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
  {
    tool: 'nuget|nuget.exe',
    words: 'sources|source add|update',
    file: '~/.nuget/NuGet/NuGet.Config',
    windows: '~/AppData/Roaming/NuGet/NuGet.Config',
    instead: [['-ConfigFile', '{}']],
  },
  { tool: 'nuget|nuget.exe', words: 'setapikey', file: '~/.nuget/NuGet/NuGet.Config' },
  { tool: 'composer', words: 'config', file: 'auth.json', instead: COMPOSER, not: /^--unset$/ },
  {
    tool: 'composer',
    words: 'config',
    file: 'auth.json',
    instead: COMPOSER,
    only: /^--unset$/,
    clears: true,
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
  { tool: 'aws', words: 'configure set', file: '~/.aws/credentials' },
  { tool: 'aws', words: 'configure import', file: '~/.aws/credentials', input: true },
  {
    tool: 'aws',
    words: 'configure',
    file: '~/.aws/credentials',
    input: true,
    not: /^(?:set|get|list|import)$/,
  },
  {
    tool: 'aws',
    words: 'codeartifact login',
    file: '~/.npmrc',
    only: /^(?:--tool=)?npm$/,
    makes: 'CodeArtifact token',
  },
  {
    tool: 'aws',
    words: 'codeartifact login',
    file: '~/.config/pip/pip.conf',
    only: /^(?:--tool=)?pip$/,
    makes: 'CodeArtifact token',
  },
  {
    tool: 'aws',
    words: 'codeartifact login',
    file: '~/.pypirc',
    only: /^(?:--tool=)?twine$/,
    makes: 'CodeArtifact token',
  },
  {
    tool: 'aws',
    words: 'codeartifact login',
    file: '~/.nuget/NuGet/NuGet.Config',
    windows: '~/AppData/Roaming/NuGet/NuGet.Config',
    only: /^(?:--tool=)?(?:dotnet|nuget)$/,
    makes: 'CodeArtifact token',
  },
  { tool: 'gcloud', words: 'auth activate-service-account', file: '~/.config/gcloud/credentials.db' },
  { tool: 'gcloud', words: 'auth login', file: '~/.config/gcloud/credentials.db' },
  { tool: 'gcloud', words: 'auth revoke', file: '~/.config/gcloud/credentials.db', clears: true },
  { tool: 'az', words: 'login', file: '~/.azure/service_principal_entries.json' },
  {
    tool: 'az',
    words: 'logout|account clear',
    file: '~/.azure/service_principal_entries.json',
    clears: true,
  },
  {
    tool: 'az',
    words: 'devops login',
    file: '~/.azure/azuredevops/personalAccessTokens',
    input: true,
  },
  {
    tool: 'kubectl',
    words: 'config set-credentials',
    file: '~/.kube/config',
    instead: [['--kubeconfig', '{}']],
  },
  { tool: 'oc', words: 'login', file: '~/.kube/config', instead: [['--kubeconfig', '{}']] },
  { tool: 'gh', words: 'auth login', file: '~/.config/gh/hosts.yml', input: true },
  { tool: 'gh', words: 'auth logout', file: '~/.config/gh/hosts.yml', clears: true },
  { tool: 'glab', words: 'auth login', file: '~/.config/glab-cli/config.yml', input: true },
  { tool: 'glab', words: 'config set', file: '~/.config/glab-cli/config.yml' },
  { tool: 'huggingface-cli', words: 'login', file: '~/.cache/huggingface/token', input: true },
  { tool: 'hf', words: 'auth login', file: '~/.cache/huggingface/token', input: true },
  { tool: 'huggingface-cli', words: 'logout', file: '~/.cache/huggingface/token', clears: true },
  { tool: 'hf', words: 'auth logout', file: '~/.cache/huggingface/token', clears: true },
  { tool: 'wandb', words: 'login', file: '~/.netrc', input: true },
  { tool: 'vault', words: 'login', file: '~/.vault-token', input: true, not: /^-no-store$/ },
  { tool: 'consul|nomad', words: 'login', file: '~/.consul-token', input: true },
  { tool: 'snyk', words: 'auth', file: '~/.config/configstore/snyk.json' },
  { tool: 'snyk', words: 'config set', file: '~/.config/configstore/snyk.json' },
  { tool: 'sentry-cli', words: 'login', file: '~/.sentryclirc' },
  { tool: 'doppler', words: 'configure set', file: '~/.doppler/.doppler.yaml', input: true },
  { tool: 'heroku', words: 'login', file: '~/.netrc' },
  { tool: 'jf|jfrog', words: 'config|c add|import|edit', file: '~/.jfrog/jfrog-cli.conf', input: true },
  {
    tool: 'rclone',
    words: 'config create|update|password',
    file: '~/.config/rclone/rclone.conf',
    instead: [['--config', '{}']],
  },
  { tool: 'mc', words: 'alias set', file: '~/.mc/config.json' },
  { tool: 'mc', words: 'config host', file: '~/.mc/config.json' },
  { tool: 'databricks', words: 'configure', file: '~/.databrickscfg', input: true },
  { tool: 'flyctl|fly', words: 'auth login', file: '~/.fly/config.yml' },
  {
    tool: 'gpg|gpg2',
    file: '~/.gnupg/private-keys-v1.d/imported.key',
    instead: [['--homedir', '{}/private-keys-v1.d/imported.key']],
    only: /^--(?:fast-)?import$/,
    input: true,
  },
  {
    tool: 'ansible-vault',
    words: 'decrypt',
    file: '{last}',
    instead: [['--output', '{}']],
    makes: 'decrypted file',
  },
  {
    tool: 'sops',
    file: '{last}',
    only: /^(?:-i|--in-place)$/,
    makes: 'decrypted file',
    not: /^(?:-e|--encrypt|encrypt)$/,
  },
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
  { tool: 'chpasswd', file: '/etc/shadow', input: true },
  { tool: 'passwd', file: '/etc/shadow', input: true, only: /^--stdin$/ },
  { tool: 'useradd|usermod|adduser', file: '/etc/shadow', only: /^(?:-p|--password)/ },
  { tool: 'htpasswd', file: '{1}', only: /^-[a-zA-Z]*[bi]/, not: /^-[a-zA-Z]*n/, input: true },
  {
    tool: 'ssh-keygen',
    file: '~/.ssh/id_rsa',
    instead: [['-f', '{}']],
    makes: 'private key by ssh-keygen',
    not: /^-[ABDFHIKLMQRYceiklpruy]$/,
  },
  {
    tool: 'ssh-keygen',
    file: '/etc/ssh/ssh_host_rsa_key',
    only: /^-A$/,
    makes: 'host key by ssh-keygen',
  },
  {
    tool: 'openssl',
    words: 'genrsa|genpkey|gendsa|ecparam',
    file: '/dev/stdout',
    instead: [['-out', '{}']],
    makes: 'private key by openssl',
    not: /^-(?:genparam|name|text)$/,
  },
  {
    tool: 'openssl',
    words: 'req',
    file: 'privkey.pem',
    instead: [['-keyout', '{}']],
    only: /^-(?:nodes|noenc)$/,
    makes: 'private key by openssl',
  },
  {
    tool: 'keytool',
    words: '',
    file: '~/.keystore',
    instead: [['-keystore', '{}']],
    only: /^-gen(?:key|keypair|seckey)$/,
    makes: 'private key by keytool',
  },
];
