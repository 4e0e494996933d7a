import { hash } from 'node:crypto';

/**
 * Values that vendors and standards print in their documentation, as the first 12 bytes of their SHA-256
 * in hex, lest this file itself look like a leak: cloud vendors' sample keys, the emulators' fixed keys,
 * the token introduction's example, RFC 6749 and 7617 examples, the first line of Vagrant's public key pair.
 */
const SAMPLES: ReadonlySet<string> = new Set([
  'e9974c507d2a802143f614c8',
  'f3c3964ca854e172366f81d8',
  'ca7459e2b26776de081b9a07',
  'f0386f9be1fe905fb2f97a8d',
  '1a5d44a2dca19669d72edf4c',
  'c6ea27c534f993d31f0aef88',
  'cb20d34a7adda2f5d2043836',
  '78314b11be2e581549ac1c4f',
  'e21b597ba6b9cafa59d9ebc4',
  '051d093c4bdedbf23f905ad0',
  'eaa5581c2e8d2f4418f12e51',
  '0011cc25eb4320717494d270',
  'aa6547439583c3a275d4542a',
  'bc3ae723f57c6b9e3fd80b69',
  '797c0ce414586cc8eb6929af',
  '3543c50b0cb9cea8e55eb1f5',
  '82e74299544e00738f9c0acb',
  '6d7fa4e64d4b1f3ea31962e2',
  '2cafc0970149a84f3b9e62ea',
  '2f3227eccce10b918c6655a3',
  '0b5dd075ccdd03c42f4edda8',
  '731fa294d036e54f19df879b',
  '02f7ce3c263f85c019eeeeea',
  'a4b8b245ab28bc4f72dcaa0d',
  'cf4d418ed3de92d71f767db5',
  '73f71af093fdf1541b2c376f',
  '6c96130f130ab0d6d158397e',
  '00cf4c781dc37003f7c7dd7d',
  'b8e148545b13c78bc74da2f1',
  'bdfeaef44475711c3abaf41d',
  'e4da07ad200089ce7f40110f',
  'fe97449352b1d67caaa43d30',
  '12b9377cbe7e5c94e8a70d9d',
  '7f39f457679583387ececc66',
  '03f9beb643b1913d8af5951f',
  '07f76f87ea3cbc8b43e8142e',
  '106c4457fb48e64482f7350b',
  '91530d4a7629544c559af7df',
  'eca7c0796c0d28714d81ae48',
]);

/** Samples that only begin or end in a fixed way. */
const SAMPLE_SHAPE =
  /^[A-Z0-9]{4,}EXAMPLE$|EXAMPLEKEY$|^secret_scanning_ab85|^tskey-[a-z]+-abcDEF1CNTRL-|^django-insecure-/;

const LONGEST = 256;

/**
 * True for a value that a vendor or standard has published as an example. A PEM block is recognised by
 * its first line, a JSON Web Token by its signature.
 */
export function documentedExample(value: string): boolean {
  if (SAMPLE_SHAPE.test(value.slice(0, LONGEST))) return true;
  const signature = value.lastIndexOf('.') + 1;
  return (
    isSample(value) ||
    (signature > 0 && isSample(value.slice(signature))) ||
    (value.startsWith('-----BEGIN') && isSample(firstLineOfPem(value)))
  );
}

function isSample(text: string): boolean {
  return text !== '' && text.length <= LONGEST && SAMPLES.has(hash('sha256', text, 'hex').slice(0, 24));
}

function firstLineOfPem(value: string): string {
  return /-----(?:\\n|\s)+([A-Za-z0-9+/]{64})/.exec(value)?.[1] ?? '';
}
