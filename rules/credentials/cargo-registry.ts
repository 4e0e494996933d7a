import { cargoChecksum, checkCargoToken } from '../../src/credentials/checks/cargo.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, assigned, prefixed } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'crates-io',
    vendor: 'Cargo registry',
    title: 'API token',
    names: ['cargo_registry_token', 'cargo_registries_', '[registry]\ntoken', 'cargo login'],
    rest: '[\\w-]{0,40}',
    prefix: 'cio',
    alphabet: alnum,
    length: 32,
    severity: 'critical',
    make: () => `cio${exampleText(ALNUM, 32)}`,
  }),
  prefixed({
    id: 'crates-io-tp',
    vendor: 'Cargo registry',
    title: 'trusted-publishing token',
    prefix: 'cio_tp_',
    alphabet: alnum,
    length: 32,
    check: checkCargoToken,
    onInvalid: 'drop',
    make: () => {
      const body = exampleText(ALNUM, 31);
      return `cio_tp_${body}${cargoChecksum(body)}`;
    },
  }),
];
