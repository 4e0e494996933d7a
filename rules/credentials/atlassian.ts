import { crc32Hex } from '../../src/credentials/checks/crc32.ts';
import { checkHexOfAll } from '../../src/credentials/checks/hex-crc.ts';
import { BASE64URL, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned, base64url, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'atlassian-api-token',
    vendor: 'Atlassian',
    title: 'API token',
    prefix: 'ATATT3xFfGF0',
    alphabet: base64url,
    length: [160, 190],
    suffix: '=[0-9A-F]{8}',
    check: checkHexOfAll(true),
    onInvalid: 'doubt',
    make: () => {
      const head = `ATATT3xFfGF0${exampleText(BASE64URL, 171)}=`;
      return head + crc32Hex(head).toUpperCase();
    },
  }),
  prefixed({
    id: 'atlassian-admin-key',
    vendor: 'Atlassian',
    title: 'organisation admin API key',
    prefix: 'ATCTT3xFfG',
    alphabet: base64url,
    length: [160, 190],
    suffix: '=[0-9A-F]{8}',
    makeSuffix: () => `=${exampleText('0123456789ABCDEF', 8)}`,
    severity: 'critical',
  }),
  prefixed({
    id: 'bitbucket-app-password',
    vendor: 'Atlassian',
    title: 'Bitbucket app password',
    prefix: 'ATBB',
    alphabet: alnum,
    length: 32,
  }),
  assigned({
    id: 'atlassian-legacy',
    vendor: 'Atlassian',
    title: 'old API token',
    names: ['jira_api_token', 'confluence_api_token', 'atlassian_token', 'atlassian_api_token'],
    alphabet: alnum,
    length: 24,
    confidence: 'possible',
  }),
];
