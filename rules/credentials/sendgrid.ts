import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'sendgrid',
    vendor: 'SendGrid',
    title: 'API key',
    prefix: 'SG.',
    alphabet: base64url,
    length: [20, 24],
    suffix: '\\.[\\w-]{39,50}',
    makeSuffix: () => `.${exampleText(BASE64URL, 43)}`,
  }),
];
