import { parseBase64Object } from '../../src/credentials/checks/json.ts';
import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const token = (): string => {
  const payload = Buffer.from(JSON.stringify({ u: 'shop', a: exampleText('abcdef0123', 25) }));
  return `sk.${payload.toString('base64url')}.${exampleText(BASE64URL, 22)}`;
};

export const formats: readonly CredentialFormat[] = [
  {
    id: 'mapbox',
    vendor: 'Mapbox',
    title: 'secret token',
    keywords: ['sk.eyJ'],
    pattern: /(?<![\w.-])sk\.(?<payload>eyJ[\w-]{30,300})\.[\w-]{22}(?![\w-])/,
    reach: { before: 4, after: 360 },
    severity: 'high',
    confidence: 'likely',
    check: (_secret, { groups }) => {
      const payload = parseBase64Object(groups['payload'] ?? '');
      return typeof payload?.['u'] === 'string' && typeof payload['a'] === 'string' ? 'valid' : 'invalid';
    },
    onInvalid: 'drop',
    examples: {
      match: () => [`MAPBOX_TOKEN=${token()}`, `"token": "${token()}"`],
      miss: () => [token().replace('sk.', 'pk.'), 'sk.eyJ'],
    },
  },
];
