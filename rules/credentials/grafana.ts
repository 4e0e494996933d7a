import { crc32HexLittle } from '../../src/credentials/checks/crc32.ts';
import { checkGrafana } from '../../src/credentials/checks/hex-crc.ts';
import { parseBase64Object } from '../../src/credentials/checks/json.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { alnum, base64, prefixed } from '../../src/credentials/shapes.ts';

const json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64');

const has = (key: string) => (text: string) =>
  parseBase64Object(text)?.[key] === undefined ? 'invalid' : 'valid';

export const formats: readonly CredentialFormat[] = [
  prefixed({
    id: 'grafana-sa',
    vendor: 'Grafana',
    title: 'service-account token',
    prefix: 'glsa_',
    alphabet: alnum,
    length: 32,
    suffix: '_[0-9a-f]{8}',
    check: checkGrafana,
    onInvalid: 'drop',
    make: () => {
      const head = `glsa_${exampleText(ALNUM, 32)}`;
      return `${head}_${crc32HexLittle(head)}`;
    },
  }),
  prefixed({
    id: 'grafana-cloud',
    vendor: 'Grafana',
    title: 'Cloud access-policy token',
    prefix: 'glc_eyJ',
    alphabet: base64,
    length: [40, 400],
    suffix: '={0,2}',
    check: (secret) => has('k')(secret.slice(4)),
    onInvalid: 'doubt',
    make: () => `glc_${json({ o: '12345', n: 'ci', k: exampleText(ALNUM, 24), m: { r: 'eu' } })}`,
  }),
  prefixed({
    id: 'grafana-legacy',
    vendor: 'Grafana',
    title: 'API key',
    prefix: 'eyJrIjoi',
    alphabet: base64,
    length: [60, 400],
    suffix: '={0,2}',
    check: has('k'),
    onInvalid: 'drop',
    make: () => json({ k: exampleText(ALNUM, 32), n: 'deploy', id: 1 }),
  }),
];
