interface Store {
  what: string;
  path: RegExp;
  /** It is made of `NAME=value` lines. */
  assignments?: true;
  /** It as often holds settings alone. */
  doubtful?: true;
  /** It holds the secret and nothing else. */
  whole?: true;
}

/** Files that exist to hold credentials, by path. Sources: the tools' own documentation. */
const STORES: readonly Store[] = [
  {
    what: 'Docker config',
    path: /\/(?:\.docker\/config\.json|\.dockercfg|\.dockerconfigjson|containers\/auth\.json)$/,
  },
  { what: 'npm configuration', path: /\/(?:\.npmrc|etc\/npmrc|pnpm\/(?:auth\.ini|rc))$/ },
  { what: 'Yarn configuration', path: /\/\.yarnrc(?:\.yml)?$/, doubtful: true },
  { what: 'netrc file', path: /\/[._]netrc$/ },
  { what: 'git credential store', path: /\/(?:\.git-credentials|git\/credentials)$/ },
  { what: 'git configuration', path: /\/(?:\.git\/config|\.gitconfig|etc\/gitconfig)$/, doubtful: true },
  { what: 'pip configuration', path: /\/pip\.conf$/ },
  { what: 'Python upload configuration', path: /\/\.pypirc$/ },
  { what: 'uv credential store', path: /\/uv\/credentials\/[^/]+$/ },
  { what: 'Poetry credential store', path: /\/pypoetry\/auth\.toml$/ },
  { what: 'Cargo credential store', path: /\/(?:\.cargo|cargo)\/credentials(?:\.toml)?$/ },
  { what: 'gem credential store', path: /\/gem\/credentials$/ },
  { what: 'Bundler configuration', path: /\/(?:\.bundle|bundle)\/config$/, doubtful: true },
  { what: 'Composer credential store', path: /\/auth\.json$/ },
  { what: 'Maven settings', path: /\/settings(?:-security)?\.xml$/, doubtful: true },
  { what: 'Gradle properties', path: /\/gradle\.properties$/, assignments: true, doubtful: true },
  { what: 'NuGet configuration', path: /\/nuget\.config$/i, doubtful: true },
  { what: 'apt credential store', path: /\/apt\/auth\.conf(?:\.d\/[^/]+)?$/ },
  { what: 'AWS credential store', path: /\/\.aws\/(?:credentials|config)$/, assignments: true },
  { what: 'gcloud credential store', path: /\/\.config\/gcloud\/[^/]+$/ },
  { what: 'Azure credential store', path: /\/\.azure\/[^/]+\.json$/ },
  { what: 'kubeconfig', path: /\/(?:\.kube\/config|etc\/kubernetes\/[^/]+\.conf|k3s\.yaml)$/ },
  { what: 'Terraform credentials', path: /\/(?:credentials\.tfrc\.json|\.terraformrc)$/ },
  { what: 'Hugging Face token', whole: true, path: /\/huggingface\/(?:token|stored_tokens)$/ },
  {
    what: 'SSH private key',
    whole: true,
    path: /\/(?:\.ssh\/id_[^/.]+|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|etc\/ssh\/ssh_host_[^/]+_key)$/,
  },
  { what: 'private key', path: /(?:\/(?:[^/]*[-_.])?(?:private|privkey|priv|key)\.pem|\.(?:key|p8|ppk))$/ },
  { what: 'certificate or private key', path: /\.pem$/, doubtful: true },
  // A trust store holds certificates alone.
  { what: 'key store', path: /(?<!(?:trust|ca)[-_.]?(?:store|certs?)?)\.(?:p12|pfx|jks|keystore|kdbx)$/i },
  {
    what: 'service account key',
    path: /\/(?:[^/]*service[-_]?account[^/]*|(?:[^/]*[-_.])?credentials?|client_secrets?[^/]*|(?:gcp|gcloud|google)[-_]?(?:key|sa|creds)[^/]*)\.json$/i,
  },
  { what: 'Terraform state', path: /\/terraform\.tfstate(?:\.backup)?$/ },
  { what: 'password file', path: /\/(?:\.htpasswd|\.pgpass|\.my\.cnf|\.s3cfg|\.vault-token|master\.key)$/ },
  { what: 'rclone configuration', path: /\/rclone\.conf$/ },
  { what: 'dotenv file', path: /\/(?:\.env(?:\.[^/]+)?|[^/]+\.env|\.envrc|\.dev\.vars)$/, assignments: true },
  { what: 'shell history', path: /\/\.(?:bash|zsh|ash|sh)_history$/, assignments: true },
];

/** What kind of credential store a file is. */
export interface StoreVerdict {
  what: string;
  /** It is made of `NAME=value` lines. */
  assignments: boolean;
  /** It as often holds settings alone. */
  doubtful: boolean;
  /** It holds the secret and nothing else. */
  whole: boolean;
}

/** Judges a file by its absolute path; undefined for one that is no credential store. */
export function storeAt(path: string): StoreVerdict | undefined {
  const store = STORES.find((one) => one.path.test(path));
  if (store === undefined) return undefined;
  const { what, assignments = false, doubtful = false, whole = false } = store;
  return { what, assignments, doubtful, whole };
}
