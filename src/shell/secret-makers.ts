/** Commands whose output is a secret, whatever they are given. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^aws .*\bget-login-password\b/, 'registry password by aws'],
  [/^aws .*\bget-authorization-token\b/, 'CodeArtifact token by aws'],
  [/^aws .*\b(?:get-secret-value|get-session-token|assume-role)\b/, 'secret by aws'],
  [/^aws ssm get-parameters?\b.* --with-decryption\b/, 'secret by aws'],
  [/^gcloud .*\bprint-(?:access|identity)-token\b/, 'access token by gcloud'],
  [/^gcloud secrets versions access\b/, 'secret by gcloud'],
  [/^az .*\bget-access-token\b/, 'access token by az'],
  [/^az keyvault secret (?:show|download)\b/, 'secret by az'],
  [/^gh auth token\b/, 'token by gh'],
  [/^vault (?:kv get|read)\b/, 'secret by vault'],
  [/^op (?:read|item get)\b/, 'secret by op'],
  [/^wg gen(?:key|psk)\b/, 'WireGuard key'],
  [/^sops (?!.*(?:\s-i|--in-place|--output)\b).*(?:-d|--decrypt|decrypt)\b/, 'decrypted file'],
  [/^ansible-vault (?:view|decrypt .*--output[= ]-(?:\s|$))/, 'decrypted file'],
];

/**
 * What a command prints, when that is a secret whatever it is given: `an access token by gcloud`.
 *
 * @param line the command's name without its folder, and its arguments
 */
export function secretMadeBy(line: string): string | undefined {
  return MAKERS.find(([pattern]) => pattern.test(line))?.[1];
}
