import { checkReferenceToken } from '../../src/credentials/checks/jfrog.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'jfrog-api-key',
    vendor: 'JFrog',
    title: 'Artifactory API key',
    prefix: 'AKCp',
    alphabet: alnum,
    length: 69,
  }),
  prefixed({
    id: 'jfrog-reference-token',
    vendor: 'JFrog',
    title: 'reference token',
    prefix: 'cmVmdGtu',
    alphabet: alnum,
    length: 56,
    check: (secret) => checkReferenceToken(secret),
    onInvalid: 'drop',
    make: () => Buffer.from(`reftkn:01:0000000000:${exampleText(ALNUM, 27)}`).toString('base64'),
  }),
];
