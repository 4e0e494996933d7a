import { exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64, prefixed, upperAlnum } from '../../src/credentials/shapes.ts';

const group = (length: number): string => exampleText(upperAlnum.characters, length);

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: '1password-sa',
    vendor: '1Password',
    title: 'service-account token',
    prefix: 'ops_eyJ',
    alphabet: base64,
    length: [250, 3000],
    suffix: '={0,2}',
  }),
  prefixed({
    id: '1password-secret-key',
    vendor: '1Password',
    title: 'account secret key',
    prefix: 'A3-',
    alphabet: upperAlnum,
    length: 6,
    suffix: '-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})(?:-[0-9A-Z]{5}){3}',
    makeSuffix: () => `-${['', '', '', ''].map((_, at) => group(at === 0 ? 11 : 5)).join('-')}`,
    severity: 'critical',
  }),
];
