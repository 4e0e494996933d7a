import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'clickhouse-cloud',
    vendor: 'ClickHouse',
    title: 'Cloud API secret',
    names: ['clickhouse'],
    prefix: '4b1d',
    alphabet: alnum,
    length: 38,
    make: () => `4b1d${exampleText(ALNUM, 38)}`,
  }),
];
