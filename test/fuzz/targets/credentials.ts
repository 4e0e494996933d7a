import { formats } from '../../../rules/credentials/index.ts';
import { decodeJwt } from '../../../src/credentials/checks/jwt.ts';
import { base64 } from '../../../src/credentials/decode/base64.ts';
import { escapes } from '../../../src/credentials/decode/escapes.ts';
import { hex } from '../../../src/credentials/decode/hex.ts';
import type { Stretch } from '../../../src/credentials/decode/stretch.ts';
import { unpack } from '../../../src/credentials/decode/unpack.ts';
import { utf16 } from '../../../src/credentials/decode/utf16.ts';
import { namedReaderFor } from '../../../src/credentials/named.ts';
import { keyStore } from '../../../src/credentials/readers/keystores.ts';
import { CredentialScanner } from '../../../src/credentials/scanner.ts';
import { BUFFER_BYTES, type Keyword, type KeywordSearch } from '../../../src/credentials/search/keyword.ts';
import { PlainSearch } from '../../../src/credentials/search/plain-search.ts';
import { VectorSearch } from '../../../src/credentials/search/vector-search.ts';
import { storeAt } from '../../../src/credentials/stores.ts';
import { STANDARD } from '../../../src/credentials/vocabulary.ts';
import { ensure, type Target } from '../target.ts';

const scanner = new CredentialScanner(formats);
const examples = () => formats.flatMap(({ examples: { match, miss } }) => [...match(), ...miss()]);
const VALUE = 'q7Zk2Harbour9vXw4TbNc1';

const STORES = [
  '/root/.docker/config.json',
  '/root/.pypirc',
  '/root/.config/pypoetry/auth.toml',
  '/root/.gem/credentials',
  '/root/.m2/settings.xml',
  '/root/.pgpass',
  '/etc/shadow',
  '/app/.htpasswd',
  '/app/secret.yaml',
  '/app/web.config',
  '/app/.env',
  '/app/application.properties',
  '/root/.config/gh/hosts.yml',
  '/root/.kube/config',
  '/run/secrets/x',
  '/app/config.json',
  '/app/main.py',
  '/app/build.gradle',
  '/root/.bash_history',
  '/root/.git-credentials',
] as const;

const KEYWORDS: readonly Keyword[] = [
  ...new Set(
    formats.flatMap(({ keywords, foldCase }) => keywords.map((word) => `${foldCase === true} ${word}`)),
  ),
].map((key) => ({ bytes: Buffer.from(key.replace(/^\w+ /, '')), fold: key.startsWith('true') }));

const scan: Target = {
  name: 'scanner',
  sources: ['src/credentials/'],
  // Recognised in time that grows with the text, however much of it begins like a token.
  patience: 1000,
  seeds: examples,
  tokens: [...new Set(formats.flatMap(({ keywords }) => keywords))]
    .flatMap((word) => [word, `${word}=`])
    .concat([
      '=',
      ':',
      '"',
      "'",
      ' = ',
      '\n',
      '-----BEGIN PRIVATE KEY-----\n',
      '-----END PRIVATE KEY-----',
      'eyJ',
      '.',
      '%3D',
      '\\n',
      '\\u0022',
      '&quot;',
      VALUE,
      '://',
      '@',
      'H4sI',
      '\0',
    ]),
  run(input) {
    const cut = (sizes: readonly number[]) => {
      const stream = scanner.stream();
      for (let at = 0, turn = 0; at < input.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        stream.write(input.subarray(at, at + size));
        at += size;
      }
      return stream
        .end()
        .map(({ format, start, end, line, encoded }) => `${format?.id} ${start} ${end} ${line} ${encoded}`);
    };
    const whole = cut([2 ** 20]);
    ensure(whole.join() === cut([1, 3, 1000]).join(), 'cut into other pieces, other credentials are found');
    const text = input.toString('utf8');
    let last = 0;
    for (const { start, end, secret, encoded } of scanner.scanText(text)) {
      ensure(start >= last && start <= end && end <= text.length, 'a place that is outside, or out of order');
      last = start;
      if (encoded === undefined)
        ensure(
          text.slice(start, end).includes(secret.reveal()),
          'a credential does not stand where it is said to',
        );
    }
  },
};

const searchers = { plain: new PlainSearch(KEYWORDS), vector: new VectorSearch(KEYWORDS) };
const buffers = new Map<KeywordSearch, ReturnType<KeywordSearch['buffer']>>();

const search: Target = {
  name: 'keyword-search',
  sources: ['src/credentials/search/'],
  seeds: () => KEYWORDS.map(({ bytes }) => bytes),
  tokens: KEYWORDS.map(({ bytes }) => bytes),
  run(input) {
    const [plain, vector] = [searchers.plain, searchers.vector].map((one) => hits(one, input));
    ensure(plain === vector, 'the search with vectors finds other keywords than the plain one');
  },
};

function hits(searcher: KeywordSearch, input: Buffer): string {
  const buffer = buffers.get(searcher) ?? searcher.buffer();
  buffers.set(searcher, buffer);
  ensure(input.length + 64 < BUFFER_BYTES, 'the input is too long');
  // What an earlier file left behind the end.
  buffer.bytes.fill('tokenghp_', 0, input.length + 64);
  input.copy(buffer.bytes);
  const found: string[] = [];
  const middle = Math.min(input.length, Math.floor(input.length / 2));
  let next = 0;
  for (const to of [middle, input.length])
    next = buffer.scan(next, to, input.length, (keyword, start) => found.push(`${keyword}@${start}`));
  return found.sort().join();
}

const stores: Target = {
  name: 'credential-files',
  sources: [
    'src/credentials/readers/',
    'src/credentials/named.ts',
    'src/credentials/assignments.ts',
    'src/credentials/generic.ts',
    'src/credentials/giving.ts',
  ],
  most: 8 * 1024,

  seeds: () => {
    const texts = [
      `{"auths":{"ghcr.io":{"auth":"${VALUE}","password":"${VALUE}"}}} // x`,
      `[distutils]\nindex-servers = corp\n[corp]\nusername: ci\npassword: ${VALUE}\n`,
      `[http-basic]\ncorp = { username = "ci", password = "${VALUE}" }\n`,
      `---\n:rubygems_api_key: ${VALUE}\nlist:\n  - token: "${VALUE}" # x\nblock: |\n  ${VALUE}\n`,
      `<settings><!-- x --><servers><server a="b"><password><![CDATA[${VALUE}]]></password></server></servers><add key="PASSWORD" value="${VALUE}"/></settings>`,
      `db:5432:x:me:${VALUE}\n`,
      `root:$6$abc$${VALUE}${VALUE}:19000:0\n`,
      `apiVersion: v1\nkind: Secret\ndata:\n  password: ${Buffer.from(VALUE).toString('base64')}\nstringData:\n  token: ${VALUE}\n---\na: b\n`,
      `export DB_PASSWORD="${VALUE}" X=y # z\n`,
      `password = "${VALUE}"\nos.environ['TOKEN'] = '${VALUE}'\n`,
    ];
    return STORES.flatMap((_, index) => texts.map((text) => `${String.fromCharCode(index)}${text}`));
  },
  run(input) {
    const path = STORES[(input[0] ?? 0) % STORES.length] ?? '';
    const text = input.toString('utf8', 1);
    for (const { start, end } of namedReaderFor(path, storeAt(path), STANDARD)?.(text) ?? [])
      ensure(
        start >= 0 && start <= end && end <= text.length,
        `a place from ${start} to ${end} of ${text.length}`,
      );
    keyStore(input.subarray(1));
  },
};

const keys: Target = {
  name: 'key-stores',
  sources: ['src/credentials/readers/keystores.ts'],

  seeds: () =>
    [
      'feedfeed000000020000000100000001',
      'feedfeed00000002000000020000000200016100000000000000000005582e3530390000000201020000000100',
      'cececece0000000100000001',
      '3082010002010030',
      '95040400000000000000000000',
      '060b2a864886f70d010c0a0101',
    ].map((digits) => Buffer.concat([Buffer.from(digits, 'hex'), Buffer.alloc(20)])),
  run(input) {
    keyStore(input);
  },
};

const decoders: Target = {
  name: 'decoders',
  sources: ['src/credentials/decode/', 'src/credentials/checks/jwt.ts'],

  seeds: () => {
    const text = `token ${VALUE} and a line of text\n`;
    return [
      Buffer.from(text).toString('base64'),
      Buffer.from(text.repeat(4)).toString('base64').replace(/.{64}/g, '$&\n'),
      Buffer.from(text).toString('hex'),
      encodeURIComponent(`"${text}"`),
      JSON.stringify(JSON.stringify({ text })),
      text.replace(/[a-f]/g, (one) => `&#${one.charCodeAt(0)};`),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text, 'utf16le').swap16(),
      Buffer.from(text, 'utf16le').toString('base64'),
    ];
  },
  run(input) {
    const text = input.toString('latin1');
    for (const decoder of [escapes, base64, hex, utf16])
      for (const stretch of decoder(text, input)) checkStretch(stretch, text);
    unpack(input);
    decodeJwt(text);
  },
};

/** What was decoded stands where it says, and is what Node makes of it. */
function checkStretch({ encoding, bytes, place }: Stretch, text: string): void {
  let before = { start: 0, end: 0 };
  for (const at of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1].filter(
    (one) => one >= 0 && one < bytes.length,
  )) {
    const found = place(at, at + 1);
    ensure(
      found.start >= 0 && found.start <= found.end && found.end <= text.length,
      `${encoding}: a place outside of the text`,
    );
    ensure(found.start >= before.start && found.end >= before.end, `${encoding}: places out of order`);
    before = found;
  }
  const whole = place(0, bytes.length);
  const part = text.slice(whole.start, whole.end);
  if (encoding === 'hex')
    ensure(Buffer.from(part, 'hex').equals(bytes), 'hex: other bytes than those of Node');
  if (encoding === 'base64' && !/\s/.test(part))
    ensure(
      Buffer.from(part, 'base64').subarray(0, bytes.length).equals(bytes),
      'base64: other bytes than those of Node',
    );
  if (encoding === 'percent')
    ensure(
      bytes.toString('latin1') ===
        text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
          String.fromCharCode(Number.parseInt(digits, 16)),
        ),
      'percent: other bytes than expected',
    );
  if (encoding === 'utf-16')
    ensure(
      [part, `${part.slice(1)}\0`].some((one) =>
        Buffer.from(Buffer.from(one, 'latin1').filter((_, i) => i % 2 === 0))
          .toString('latin1')
          .startsWith(bytes.toString('latin1')),
      ),
      'utf-16: other bytes than expected',
    );
}

export const targets: readonly Target[] = [scan, search, stores, keys, decoders];
