/** What a rewritten Dockerfile asks of whoever builds it, and what it no longer takes. */
export interface SecretNeed {
  /** `ssh`: an agent or a key, by `--ssh`. `nothing`: the build argument is gone, and nothing takes its place. */
  kind: 'secret' | 'ssh' | 'nothing';
  /** Of the mount; or what the builder itself looks for: `GIT_AUTH_TOKEN.git.example.com`. */
  id: string;
  /** The build argument that handed the value over. */
  argument?: string;
  /** The file of the build context that held it, relative to the context's root. */
  file?: string;
  /** The secret is a file of `NAME="value"` lines; these build arguments are what it has to hold. */
  dotenv?: readonly string[];
  /** The build argument stays beside the secret, for those who still build with it. */
  keepsArgument?: true;
}
