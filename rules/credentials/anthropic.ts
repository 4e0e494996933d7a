import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

function anthropic(id: string, title: string, prefix: string): CredentialFormat {
  return prefixed({
    id,
    vendor: 'Anthropic',
    title,
    prefix,
    alphabet: base64url,
    length: [93, 97],
    make: () => `${prefix}${exampleText(BASE64URL, 93)}AA`,
  });
}

export const formats: readonly CredentialFormat[] = [
  anthropic('anthropic-api', 'API key', 'sk-ant-api03-'),
  anthropic('anthropic-admin', 'admin key', 'sk-ant-admin01-'),
  { ...anthropic('anthropic-oauth', 'OAuth token', 'sk-ant-oat01-') },
];
