/** Files that exist to hold credentials, by path. Sources: the tools' own documentation. */
const STORES: readonly { what: string; path: RegExp; assignments?: true }[] = [
  {
    what: 'Docker config',
    path: /\/(?:\.docker\/config\.json|\.dockercfg|\.dockerconfigjson|containers\/auth\.json)$/,
  },
  { what: 'npm configuration', path: /\/(?:\.npmrc|etc\/npmrc|pnpm\/(?:auth\.ini|rc))$/ },
  { what: 'Yarn configuration', path: /\/\.yarnrc(?:\.yml)?$/ },
  { what: 'netrc file', path: /\/[._]netrc$/ },
  { what: 'git credential store', path: /\/(?:\.git-credentials|git\/credentials)$/ },
  { what: 'git configuration', path: /\/(?:\.git\/config|\.gitconfig|etc\/gitconfig)$/ },
  { what: 'pip configuration', path: /\/pip\.conf$/ },
  { what: 'Python upload configuration', path: /\/\.pypirc$/ },
  { what: 'uv credential store', path: /\/uv\/credentials\/[^/]+$/ },
  { what: 'Poetry credential store', path: /\/pypoetry\/auth\.toml$/ },
  { what: 'Cargo credential store', path: /\/(?:\.cargo|cargo)\/credentials(?:\.toml)?$/ },
  { what: 'gem credential store', path: /\/gem\/credentials$/ },
  { what: 'Bundler configuration', path: /\/(?:\.bundle|bundle)\/config$/ },
  { what: 'Composer credential store', path: /\/auth\.json$/ },
  { what: 'Maven settings', path: /\/\.m2\/settings(?:-security)?\.xml$/ },
  { what: 'Gradle properties', path: /\/gradle\.properties$/, assignments: true },
  { what: 'NuGet configuration', path: /\/nuget\.config$/i },
  { what: 'apt credential store', path: /\/apt\/auth\.conf(?:\.d\/[^/]+)?$/ },
  { what: 'AWS credential store', path: /\/\.aws\/(?:credentials|config)$/, assignments: true },
  { what: 'gcloud credential store', path: /\/\.config\/gcloud\/[^/]+$/ },
  { what: 'Azure credential store', path: /\/\.azure\/[^/]+\.json$/ },
  { what: 'kubeconfig', path: /\/(?:\.kube\/config|etc\/kubernetes\/[^/]+\.conf|k3s\.yaml)$/ },
  { what: 'Terraform credentials', path: /\/(?:credentials\.tfrc\.json|\.terraformrc)$/ },
  { what: 'Hugging Face token', path: /\/huggingface\/(?:token|stored_tokens)$/ },
  { what: 'SSH private key', path: /\/(?:\.ssh\/id_[^/.]+|etc\/ssh\/ssh_host_[^/]+_key)$/ },
  { what: 'private key', path: /\.(?:pem|key|p8|ppk)$/ },
  { what: 'dotenv file', path: /\/(?:\.env(?:\.[^/]+)?|[^/]+\.env|\.envrc|\.dev\.vars)$/, assignments: true },
  { what: 'shell history', path: /\/\.(?:bash|zsh|ash|sh)_history$/, assignments: true },
];

/** What kind of credential store a file is, judged by its absolute path, and whether it is made of `NAME=value` lines. */
export function storeAt(path: string): { what: string; assignments: boolean } | undefined {
  const store = STORES.find((one) => one.path.test(path));
  return store === undefined ? undefined : { what: store.what, assignments: store.assignments === true };
}
