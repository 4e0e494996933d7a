import { generateKeyPairSync } from 'node:crypto';
import { checkDerPem } from '../../src/credentials/checks/pem.ts';
import { BASE64URL, exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64url, prefixed, upperAlnum } from '../../src/credentials/shapes.ts';

const google = { vendor: 'Google', alphabet: base64url } as const;

function serviceAccount(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return JSON.stringify({
    type: 'service_account',
    private_key_id: exampleText(HEX, 40),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'ci@project.iam.gserviceaccount.com',
  });
}

export const formats: readonly CredentialFormat[] = [
  {
    id: 'gcp-service-account',
    vendor: 'Google',
    title: 'service-account key',
    keywords: ['"private_key"', '"private_key\\"'],
    pattern:
      /"private_key\\?"\s{0,4}:\s{0,4}\\?"(?<secret>-----BEGIN PRIVATE KEY-----(?:\\{1,2}n|[0-9A-Za-z+/=]){64,8000}-----END PRIVATE KEY-----)/,
    reach: { before: 600, after: 9000 },
    severity: 'critical',
    confidence: 'likely',
    check: (secret, { window }) =>
      /gserviceaccount|service_account/.test(window) ? checkDerPem(secret) : 'unknown',
    examples: {
      match: () => [serviceAccount(), JSON.stringify(JSON.parse(serviceAccount()), null, 2)],
      miss: () => [
        '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----"}',
      ],
    },
  },
  prefixed({ ...google, id: 'gcp-api-key', title: 'API key', prefix: 'AIza', length: 35 }),
  prefixed({
    ...google,
    id: 'gcp-auth-key',
    title: 'authentication key bound to a service account',
    prefix: 'AQ.Ab8RN6',
    length: 44,
  }),
  prefixed({
    ...google,
    id: 'gcp-hmac',
    title: 'HMAC access id of a service account, which its secret stands beside',
    prefix: 'GOOG1E',
    alphabet: upperAlnum,
    length: 55,
    severity: 'medium',
    confidence: 'possible',
  }),
  prefixed({
    ...google,
    id: 'gcp-oauth-access',
    title: 'OAuth access token',
    prefix: ['ya29.', 'ya29.c.'],
    keywords: ['ya29.'],
    length: [60, 2000],
    severity: 'medium',
  }),
  prefixed({
    ...google,
    id: 'gcp-oauth-client-secret',
    title: 'OAuth client secret',
    prefix: 'GOCSPX-',
    length: 28,
  }),
  assigned({
    ...google,
    id: 'gcp-oauth-refresh',
    title: 'OAuth refresh token',
    names: ['refresh_token'],
    prefix: '1\\/\\/',
    length: [40, 200],
    severity: 'critical',
    make: () => `1//0${exampleText(BASE64URL, 60)}`,
  }),
];
