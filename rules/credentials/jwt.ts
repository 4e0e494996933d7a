import { checkJwt, decodeJwt } from '../../src/credentials/checks/jwt.ts';
import { exampleJwt } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { JSON_KEYWORDS } from '../../src/credentials/shapes.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Of the token that introductions print, signed anew with many a key. */
const SAMPLE_SUBJECT = '1234567890';

const issuer = (payload: Payload): string => (typeof payload['iss'] === 'string' ? payload['iss'] : '');

function jwt(
  id: string,
  vendor: string,
  title: string,
  wanted: (payload: Payload) => boolean,
  sample: Payload,
): CredentialFormat {
  return {
    id,
    vendor,
    title,
    keywords: JSON_KEYWORDS,
    pattern: /(?:(?<![\w.-])|(?<=\\[nrt"]))eyJ[\w-]{10,2000}\.e[wy][\w-]{8,8000}\.[\w-]{16,2000}(?![\w-])/,
    reach: { before: 8, after: 12_100 },
    severity: vendor === 'generic' ? 'medium' : 'high',
    confidence: 'likely',
    check: (secret) => (wanted(decodeJwt(secret)?.payload ?? {}) ? checkJwt(secret) : 'invalid'),
    onInvalid: 'drop',
    examples: {
      match: () => [
        exampleJwt(sample),
        `TOKEN=${exampleJwt(sample)}`,
        `Authorization: Bearer ${exampleJwt(sample)}`,
      ],
      miss: () => [
        exampleJwt(sample).slice(0, 40),
        `eyJhbGciOi${'Q'.repeat(20)}.eyJ${'Q'.repeat(20)}.${'Q'.repeat(43)}`,
      ],
    },
  };
}

export const formats: readonly CredentialFormat[] = [
  // An anonymous key of Supabase is made to be public.
  jwt(
    'jwt',
    'generic',
    'JSON Web Token',
    (payload) =>
      !(issuer(payload) === 'supabase' && payload['role'] === 'anon') && payload['sub'] !== SAMPLE_SUBJECT,
    { sub: 'ci', exp: 4_000_000_000 },
  ),
  jwt(
    'supabase-service-jwt',
    'Supabase',
    'service-role key',
    (payload) => payload['role'] === 'service_role',
    { iss: 'supabase', role: 'service_role' },
  ),
  jwt(
    'k8s-sa-token',
    'Kubernetes',
    'service-account token',
    (payload) => /^kubernetes\/serviceaccount$|kubernetes\.default\.svc/.test(issuer(payload)),
    { iss: 'kubernetes/serviceaccount' },
  ),
  jwt('jfrog-access-token', 'JFrog', 'access token', (payload) => /^jf(?:ac|fe|rt)@/.test(issuer(payload)), {
    iss: 'jfac@01',
    sub: 'jfac@01/users/ci',
  }),
];
