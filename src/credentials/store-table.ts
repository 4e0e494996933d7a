import { ini } from './readers/ini.ts';
import { json } from './readers/json.ts';
import { htpasswd, pgpass, shadow, whole } from './readers/lines.ts';
import type { Reader } from './readers/setting.ts';
import { xml } from './readers/xml.ts';
import { yaml } from './readers/yaml.ts';

/** A kind of file that exists to hold credentials. */
export interface Store {
  what: string;
  path: RegExp;
  /** How its values are read; absent where the formats find all there is. */
  reader?: Reader | 'assignments' | 'keys';
  /** Which of them are secret, by their keys with `/` between; by default those whose last key says so. */
  secret?: RegExp;
  /** They are hashed. */
  hashed?: true;
  /** It holds one secret and nothing else. */
  only?: true;
  /** It as often holds settings alone. */
  doubtful?: true;
}

/** Sources: the tools' own documentation. */
export const STORES: readonly Store[] = [
  {
    what: 'Docker config',
    path: /\/(?:\.docker\/config\.json|\.dockercfg|\.dockerconfigjson|containers\/auth\.json)$/,
    reader: json,
    secret: /(?:identitytoken|registrytoken|password)$/i,
  },
  { what: 'npm configuration', path: /\/(?:\.npmrc|etc\/npmrc|pnpm\/(?:auth\.ini|rc))$/ },
  { what: 'Yarn configuration', path: /\/\.yarnrc(?:\.yml)?$/, doubtful: true },
  {
    what: 'Unity package configuration',
    path: /\/\.upmconfig\.toml$/,
    reader: ini,
    secret: /\/(?:token|_auth)$/,
  },
  { what: 'netrc file', path: /\/[._]netrc$/ },
  { what: 'git credential store', path: /\/(?:\.git-credentials|git\/credentials)$/ },
  {
    what: 'git configuration',
    path: /\/(?:\.git\/config|\.gitconfig|etc\/gitconfig)$/,
    reader: ini,
    doubtful: true,
  },
  {
    what: 'GitHub or GitLab command line login',
    path: /\/(?:gh\/hosts|glab-cli\/config)\.yml$/,
    reader: yaml,
  },
  { what: 'pip configuration', path: /\/pip\.conf$/ },
  { what: 'Python upload configuration', path: /\/\.pypirc$/, reader: ini, secret: /\/password$/ },
  { what: 'uv credential store', path: /\/uv\/credentials\/[^/]+$/, reader: ini },
  {
    what: 'Poetry credential store',
    path: /\/pypoetry\/auth\.toml$/,
    reader: ini,
    secret: /\/password$|pypi-token\//,
  },
  { what: 'conda configuration', path: /\/(?:\.condarc|anaconda-client\/tokens\/[^/]+)$/, doubtful: true },
  { what: 'Cargo credential store', path: /\/(?:\.cargo|cargo)\/credentials(?:\.toml)?$/, reader: ini },
  { what: 'gem credential store', path: /\/\.?gem\/credentials$/, reader: yaml, secret: /^:?\w+$/ },
  { what: 'Bundler configuration', path: /\/(?:\.bundle|bundle)\/config$/, doubtful: true },
  {
    what: 'Composer credential store',
    path: /\/auth\.json$/,
    reader: json,
    secret: /^(?:http-basic\/.*\/password|(?:[\w-]+-oauth|[\w-]+-token|bearer)\/[^/]+)$|token$|key$/i,
  },
  {
    what: 'Maven settings',
    path: /\/settings(?:-security)?\.xml$/,
    reader: xml,
    secret: /(?:^|\/)(?:password|passphrase|master)$/,
    doubtful: true,
  },
  { what: 'Gradle properties', path: /\/gradle\.properties$/, reader: 'assignments', doubtful: true },
  {
    what: 'NuGet configuration',
    path: /\/nuget\.config$/i,
    reader: xml,
    secret: /\/(?:ClearTextPassword|Password|apikeys\/add\/.*)$/i,
    doubtful: true,
  },
  { what: 'apt credential store', path: /\/apt\/auth\.conf(?:\.d\/[^/]+)?$/ },
  {
    what: 'package repository',
    path: /\/(?:yum\.repos\.d|zypp\/repos\.d)\/[^/]+\.repo$/,
    reader: ini,
    doubtful: true,
  },
  { what: 'AWS credential store', path: /\/\.aws\/(?:credentials|config)$/, reader: 'assignments' },
  { what: 'AWS login', path: /\/\.aws\/(?:cli|sso)\/cache\/[^/]+\.json$/, reader: json },
  { what: 'gcloud credential store', path: /\/\.config\/gcloud\/(?:.*\/)?[^/]+$/, reader: json },
  {
    what: 'Azure credential store',
    path: /\/\.azure\/[^/]+\.json$/,
    reader: json,
    secret: /\/secret$|client_secret$/,
  },
  {
    what: 'kubeconfig',
    path: /\/(?:\.kube\/config|etc\/kubernetes\/[^/]+\.conf|k3s\.yaml)$/,
    reader: yaml,
    secret: /(?:^|\/)(?:token|password|client-key-data|id-token|refresh-token|access-token)$/,
  },
  { what: 'Terraform credentials', path: /\/credentials\.tfrc\.json$/, reader: json },
  { what: 'Terraform configuration', path: /\/\.terraformrc$/, reader: ini, doubtful: true },
  { what: 'Terraform variables', path: /\.tfvars$/, reader: ini, doubtful: true },
  { what: 'Hugging Face token', path: /\/\.?huggingface\/token$/, reader: whole, secret: /./, only: true },
  { what: 'Hugging Face tokens', path: /\/huggingface\/stored_tokens$/, reader: ini },
  {
    what: 'secret file',
    path: /\/(?:\.vault-token|\.vault_pass(?:\.txt)?|config\/(?:master|credentials\/[^/]+)\.key|secrets\/master\.key|\.erlang\.cookie|\.consul-token)$/,
    reader: whole,
    secret: /./,
    only: true,
  },
  {
    what: 'SSH private key',
    only: true,
    path: /\/(?:\.ssh\/id_[^/.]+|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|etc\/ssh\/ssh_host_[^/]+_key)$/,
    reader: 'keys',
  },
  {
    what: 'private key',
    path: /(?:\/(?:[^/]*[-_.])?(?:private|privkey|priv|key)\.pem|(?<!(?:gpg|asc|pub|public|release|archive|keyring))\.(?:key|p8|pk8|ppk))$/,
    reader: 'keys',
  },
  { what: 'certificate or private key', path: /\.(?:pem|der)$/, reader: 'keys', doubtful: true },
  // A trust store holds certificates alone.
  {
    what: 'key store',
    path: /(?<!(?:trust|ca)[-_.]?(?:store|certs?)?)\.(?:p12|pfx|jks|jceks|bks|keystore|kdbx|keytab)$|\/(?:krb5\.keytab|\.gnupg\/secring\.gpg)$/i,
    reader: 'keys',
  },
  // Far more often of public keys, as apt has them.
  { what: 'OpenPGP key ring', path: /\.(?:gpg|pgp)$/, reader: 'keys', doubtful: true },
  {
    what: 'service account key',
    path: /\/(?:[^/]*service[-_]?account[^/]*|(?:[^/]*[-_.])?credentials?|client_secrets?[^/]*|(?:gcp|gcloud|google)[-_]?(?:key|sa|creds)[^/]*)\.json$/i,
    reader: json,
  },
  { what: 'Terraform state', path: /\.tfstate(?:\.backup)?$/, reader: json },
  { what: 'password file', path: /\/\.htpasswd$/, reader: htpasswd, hashed: true },
  { what: 'account passwords', path: /\/etc\/g?shadow-?$/, reader: shadow, hashed: true },
  { what: 'PostgreSQL password file', path: /\/\.pgpass$/, reader: pgpass, secret: /./ },
  {
    what: 'database client configuration',
    path: /\/(?:\.my\.cnf|debian\.cnf|\.pg_service\.conf)$/,
    reader: ini,
  },
  { what: 'S3 or storage client configuration', path: /\/(?:\.s3cfg|\.boto|\.passwd-s3fs)$/, reader: ini },
  {
    what: 'rclone configuration',
    path: /\/rclone\.conf$/,
    reader: ini,
    secret: /\/(?:pass|password2?|token|key|secret_access_key|client_secret)$/,
  },
  {
    what: 'WireGuard configuration',
    path: /\/wireguard\/[^/]+\.conf$/,
    reader: ini,
    secret: /\/(?:PrivateKey|PresharedKey)$/i,
  },
  {
    what: 'network connection',
    path: /\/(?:system-connections\/[^/]+|wpa_supplicant[^/]*\.conf)$/,
    reader: ini,
    secret: /(?:^|\/)(?:psk|password|wep-key\d|private-key-password|sae_password)$/,
  },
  {
    what: 'servlet container users',
    path: /\/(?:tomcat-users|server)\.xml$/,
    reader: xml,
    secret: /\/(?:password|keystorePass|certificateKeystorePassword)$/,
  },
  {
    what: 'Jenkins credentials',
    path: /\/(?:credentials\.xml|secrets\/hudson\.util\.Secret)$/,
    reader: xml,
    secret: /(?:password|secret|apiToken|privateKey|passphrase)$/i,
  },
  { what: 'Kaggle token', path: /\/kaggle\.json$/, reader: json, secret: /^key$/ },
  {
    what: 'coding agent login',
    path: /\/(?:\.claude\/\.credentials|\.claude|\.codex\/auth|\.gemini\/oauth_creds|github-copilot\/(?:apps|hosts)|opencode\/auth)\.json$/,
    reader: json,
  },
  {
    what: 'Helm repository login',
    path: /\/helm\/(?:repositories\.yaml|registry\/config\.json)$/,
    reader: yaml,
  },
  {
    what: 'cloud tool configuration',
    path: /\/(?:doctl\/config\.yaml|\.fly\/config\.yml|\.dbt\/profiles\.yml|ngrok2?\/ngrok\.yml|\.argocd\/config|argocd\/config|\.doppler\/\.doppler\.yaml)$/,
    reader: yaml,
  },
  {
    what: 'cloud tool configuration',
    path: /\/(?:\.databrickscfg|\.snowflake\/[^/]+\.toml|\.snowsql\/config|\.sentryclirc|stripe\/config\.toml|\.wrangler\/config\/default\.toml|\.oci\/config)$/,
    reader: ini,
  },
  {
    what: 'cloud tool configuration',
    path: /\/(?:\.pulumi\/credentials|com\.vercel\.cli\/auth|configstore\/[\w-]+|\.jfrog\/jfrog-cli\.conf[^/]*|\.mc\/config)(?:\.json)?$/,
    reader: json,
  },
  {
    what: 'provisioning data',
    path: /\/(?:instance\/user-data\.txt|ks\.cfg|preseed\.cfg)$/,
    doubtful: true,
  },
  {
    what: 'dotenv file',
    path: /\/(?:\.env(?:\.[^/]+)?|[^/]+\.env|\.envrc|\.dev\.vars)$/,
    reader: 'assignments',
  },
  {
    what: 'history',
    path: /\/(?:\.(?:bash|zsh|ash|sh|python|mysql|psql|rediscli|node_repl)_history|\.lesshst|\.viminfo|fish_history)$/,
  },
];
