import { crc32Hex } from '../../src/credentials/checks/crc32.ts';
import { checkHexOfBody } from '../../src/credentials/checks/hex-crc.ts';
import { parseBase64Object } from '../../src/credentials/checks/json.ts';
import { ALNUM, exampleText, exampleUuid, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned, base64url, EDGE, prefixed } from '../../src/credentials/shapes.ts';

function cloudflare(id: string, title: string, prefix: string): CredentialFormat {
  return prefixed({
    id,
    vendor: 'Cloudflare',
    title,
    prefix,
    alphabet: alnum,
    length: 48,
    severity: 'critical',
    check: checkHexOfBody(prefix.length),
    onInvalid: 'doubt',
    make: () => {
      const body = exampleText(ALNUM, 40);
      return prefix + body + crc32Hex(body);
    },
  });
}

export const formats: readonly CredentialFormat[] = [
  cloudflare('cloudflare-user-token', 'user API token', 'cfut_'),
  cloudflare('cloudflare-account-token', 'account API token', 'cfat_'),
  cloudflare('cloudflare-global-key', 'global API key', 'cfk_'),
  assigned({
    id: 'cloudflare-legacy-token',
    vendor: 'Cloudflare',
    title: 'API token',
    names: ['cloudflare_api_token', 'cf_api_token'],
    alphabet: base64url,
    length: 40,
  }),
  {
    id: 'cloudflare-origin-ca',
    vendor: 'Cloudflare',
    title: 'origin CA key',
    keywords: ['v1.0-'],
    pattern: new RegExp(`${EDGE}v1\\.0-[0-9a-f]{24}-[0-9a-f]{146}(?![0-9a-f])`),
    reach: { before: 8, after: 200 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [`v1.0-${exampleText(HEX, 24)}-${exampleText(HEX, 146)}`],
      miss: () => [`v1.0-${exampleText(HEX, 24)}`],
    },
  },
  {
    id: 'cloudflare-tunnel',
    vendor: 'Cloudflare',
    title: 'tunnel token',
    keywords: ['eyJhIjoi'],
    pattern: /(?<![\w.-])eyJhIjoi[0-9A-Za-z+/_-]{100,400}={0,2}(?![\w.-])/,
    reach: { before: 4, after: 440 },
    severity: 'high',
    confidence: 'likely',
    check: (secret) => {
      const tunnel = parseBase64Object(secret);
      return tunnel !== undefined && 'a' in tunnel && 't' in tunnel && 's' in tunnel ? 'valid' : 'invalid';
    },
    onInvalid: 'drop',
    examples: {
      match: () => [`TUNNEL_TOKEN=${tunnel()}`, `cloudflared tunnel run --token ${tunnel()}`],
      miss: () => [`eyJhIjoi${exampleText(ALNUM, 120)}`, 'eyJhIjoi'],
    },
  },
];

function tunnel(): string {
  const parts = { a: exampleText(HEX, 32), t: exampleUuid(), s: exampleText(ALNUM, 44) };
  return Buffer.from(JSON.stringify(parts)).toString('base64');
}
