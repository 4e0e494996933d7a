import { parseBase64Object } from '../../src/credentials/checks/json.ts';
import { BASE64URL, exampleJwt, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { JSON_KEYWORDS } from '../../src/credentials/shapes.ts';

/** Encrypted to whoever has its key. Source: RFC 7516. */
export const formats: readonly CredentialFormat[] = [
  {
    id: 'jwe',
    vendor: 'generic',
    title: 'encrypted JSON Web Token',
    keywords: JSON_KEYWORDS,
    pattern:
      /(?<![\w.-])(?<head>eyJ[\w-]{10,2000})\.[\w-]{0,1000}\.[\w-]{8,64}\.[\w-]{8,8000}\.[\w-]{16,64}(?![\w.-])/,
    reach: { before: 8, after: 12_100 },
    severity: 'low',
    confidence: 'possible',
    check: (_secret, { groups }) =>
      typeof parseBase64Object(groups['head'] ?? '')?.['enc'] === 'string' ? 'unknown' : 'invalid',
    onInvalid: 'drop',
    examples: {
      match: () => [`TOKEN=${encrypted()}`],
      miss: () => [exampleJwt({ sub: 'ci' }).slice(0, 30), `${encrypted()}.x`],
    },
  },
];

function encrypted(): string {
  const head = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM' })).toString('base64url');
  return `${head}..${[16, 200, 22].map((length) => exampleText(BASE64URL, length)).join('.')}`;
}
