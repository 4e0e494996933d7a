import { BASE64URL, exampleText, exampleUuid } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned, base64url, EDGE, prefixed, uuid } from '../../src/credentials/shapes.ts';

const terraform = (): string => `${exampleText(alnum.characters, 14)}.atlasv1.${exampleText(BASE64URL, 67)}`;
const hashicorp = { vendor: 'HashiCorp' } as const;

export const formats: readonly CredentialFormat[] = [
  {
    ...hashicorp,
    id: 'terraform-cloud',
    title: 'Terraform Cloud token',
    keywords: ['.atlasv1.'],
    pattern: new RegExp(`${EDGE}[0-9A-Za-z]{14}\\.atlasv1\\.[\\w=-]{60,70}(?![\\w-])`),
    reach: { before: 32, after: 96 },
    severity: 'critical',
    confidence: 'certain',
    examples: {
      match: () => [terraform(), `TFE_TOKEN=${terraform()}`],
      miss: () => ['x.atlasv1.', '$TOKEN.atlasv1.abc'],
    },
  },
  prefixed({
    ...hashicorp,
    id: 'vault-service',
    title: 'Vault service token',
    prefix: 'hvs.',
    alphabet: base64url,
    length: [24, 160],
    severity: 'critical',
  }),
  prefixed({
    ...hashicorp,
    id: 'vault-batch',
    title: 'Vault batch or recovery token',
    prefix: ['hvb.', 'hvr.'],
    alphabet: base64url,
    length: [24, 400],
  }),
  assigned({
    ...hashicorp,
    id: 'consul',
    title: 'Consul access control token',
    names: ['consul_http_token', 'consul_token', 'consul_acl_token'],
    alphabet: uuid,
    length: 36,
    make: exampleUuid,
  }),
  assigned({
    ...hashicorp,
    id: 'vault-unseal',
    title: 'Vault unseal key',
    names: ['unseal key', 'unseal_key'],
    rest: '[ \\w]{0,6}',
    alphabet: { set: '0-9A-Za-z+/', characters: alnum.characters },
    length: 43,
    suffix: '=?',
    severity: 'critical',
  }),
];
