import { checkBech32, makeBech32 } from '../../src/credentials/checks/bech32.ts';
import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

function age(id: string, title: string, prefix: string): CredentialFormat {
  const make = (): string =>
    makeBech32(prefix, [...exampleBytes(51)].map((byte) => byte & 31).concat(16)).toUpperCase();
  const marker = `${prefix}1`.toUpperCase();
  return {
    id,
    vendor: 'age',
    title,
    keywords: [marker],
    pattern: new RegExp(`${marker}[02-9AC-HJ-NP-Z]{58}(?![0-9A-Z])`),
    reach: { before: 4, after: 96 },
    severity: 'critical',
    confidence: 'likely',
    check: checkBech32,
    onInvalid: 'drop',
    examples: {
      match: () => [make(), `# public key: age1x\n${make()}\n`],
      miss: () => [`${marker}${'Q'.repeat(58)}`, marker],
    },
  };
}

export const formats: readonly CredentialFormat[] = [
  age('age-key', 'identity', 'age-secret-key-'),
  age('age-key-pq', 'post-quantum identity', 'age-secret-key-pq-'),
];
