import { checkPypiToken, makePypiToken } from '../../src/credentials/checks/macaroon.ts';
import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, prefixed } from '../../src/credentials/shapes.ts';

// The base64 of a macaroon's beginning, version 2 and a location of eight or thirteen characters, as the two indexes have.
const LOCATIONS = { 'pypi-token': 'AgEIc', 'testpypi-token': 'AgENd' } as const;

function token(id: keyof typeof LOCATIONS, title: string, host: string): CredentialFormat {
  return prefixed({
    id,
    vendor: 'PyPI',
    title,
    prefix: `pypi-${LOCATIONS[id]}`,
    keywords: ['pypi-AgE'],
    alphabet: base64url,
    length: [60, 1200],
    severity: 'critical',
    check: checkPypiToken,
    onInvalid: 'doubt',
    make: () => makePypiToken(host, exampleBytes(80), exampleBytes(32)),
  });
}

export const formats: readonly CredentialFormat[] = [
  token('pypi-token', 'API token', 's.a.test'),
  token('testpypi-token', 'API token of the test index', 'test.abcd.xyz'),
];
