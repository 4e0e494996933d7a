import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from '../../rules/credentials/index.ts';
import { CredentialScanner } from '../../src/credentials/scanner.ts';
import { rulesIn } from '../support/dockerfile.ts';
import { credential } from '../support/examples.ts';
import { quickest } from '../support/quickest.ts';

const scanner = new CredentialScanner(formats);
const TOKENS = ['github-pat-classic', 'gitlab-pat', 'stripe-secret-live', 'npm-token'].filter((id) =>
  formats.some((format) => format.id === id),
);

const ENCODERS: Readonly<Record<string, (text: string) => string>> = {
  base64: (text) => Buffer.from(text, 'latin1').toString('base64'),
  base64url: (text) => Buffer.from(text, 'latin1').toString('base64url'),
  hex: (text) => Buffer.from(text, 'latin1').toString('hex'),
  percent: (text) =>
    text.replace(/[^A-Za-z0-9]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`),
  json: (text) => JSON.stringify(JSON.stringify({ data: text })),
  unicode: (text) =>
    `"\\u0022${text.replace(/[\s\S]/g, (one) => `\\u00${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`,
  html: (text) => `&quot;${text.replace(/&/g, '&amp;').replace(/_/g, '&#95;')}&quot;`,
  zstd: (text) => zstdStored(Buffer.from(text, 'latin1')).toString('base64'),
  gzip: (text) => gzipSync(Buffer.from(text, 'latin1')).toString('base64'),
};

/** A frame with one block that is not compressed. Source: RFC 8878. */
function zstdStored(content: Buffer): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(content.length, 5);
  head.writeUIntLE((content.length << 3) | 1, 9, 3);
  return Buffer.concat([head, content]);
}

/** The secrets found, and the text where each is told. */
function found(text: string) {
  return scanner.scanText(text).map(({ secret, start, end, encoded }) => ({
    secret: secret.reveal(),
    at: text.slice(start, end),
    encoded,
  }));
}

describe('a token in an encoding', () => {
  test.each(Object.keys(ENCODERS))('%s', (name) => {
    const token = credential('github-pat-classic');
    const encoded = ENCODERS[name]?.(`user: bot, token: ${token}, more words here`) ?? '';
    const text = `# before\nvalue: ${encoded}\nafter: 1\n`;
    const [first] = found(text);
    expect(first?.secret).toBe(token);
    expect(text).toContain(first?.at);
    expect(first?.at.length).toBeLessThanOrEqual(encoded.length);
  });

  test.each(['', '  '])('base64 in lines of 76, the last one however short, indented by "%s"', (indent) => {
    const token = credential('github-pat-classic');
    for (let before = 1; before < 60; before += 1) {
      const packed = Buffer.from(`${'x'.repeat(before)} ${token}`).toString('base64');
      const lines = packed.match(/.{1,76}/g)?.map((line) => indent + line) ?? [];
      expect(found(`data: |\n${lines.join('\n')}\nafter: 1\n`)[0]?.secret, `${before} before`).toBe(token);
    }
  });

  test('UTF-16, both ways', () => {
    const token = credential('github-pat-classic');
    const little = Buffer.from(`a line\ntoken = ${token}\n`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      const stream = scanner.stream();
      stream.write(bytes);
      const [first] = stream.end();
      expect(first?.secret.reveal()).toBe(token);
      expect(first?.end).toBe(bytes.length - 2);
    }
  });

  test('all three alignments, and in the middle of other characters', () => {
    const token = credential('github-pat-classic');
    for (const before of ['', 'a', 'ab', 'abc'])
      for (const glue of ['', 'x', 'xy', 'xyz']) {
        const text = `k=${glue}${Buffer.from(`${before} ${token} and some more text`).toString('base64')}`;
        expect(found(text).map(({ secret }) => secret)).toEqual([token]);
      }
  });

  test('told exactly where it stands', () => {
    const token = credential('github-pat-classic');
    const text = `data: ${Buffer.from(`password is ${token}, ok`).toString('hex')}`;
    const [first] = found(text);
    expect(Buffer.from(first?.at ?? '', 'hex').toString()).toBe(token);
  });

  test('any of them in any of them, to a depth of four', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TOKENS),
        fc.array(fc.constantFrom(...Object.keys(ENCODERS)), { minLength: 1, maxLength: 3 }),
        fc.string({ maxLength: 30 }),
        (id, names, around) => {
          // JSON in JSON is two of them.
          fc.pre(names.length + names.filter((name) => name === 'json').length <= 4);
          const token = credential(id);
          const inner = `key ${token} and a few words`;
          const text = names.reduce((text, name) => ENCODERS[name]?.(text) ?? text, inner);
          const whole = `${around.replace(/[^\x20-\x7e]/g, '')}\n${text}\n`;
          const hit = found(whole).find(({ secret }) => secret === token);
          expect([names, hit?.secret]).toEqual([names, token]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what stands close to a token', () => {
  const token = credential('github-pat-classic');

  test.each([`\u001b[32m${token}\u001b[0m`, `row1${token}`, `${token}${token}`, `TOKEN=3D${token}`])(
    '%j',
    (text) => {
      expect(found(text)[0]?.secret).toBe(token);
    },
  );

  test('base64 of UTF-16, as PowerShell takes it', () => {
    for (const before of ['', '$t=', 'ab'])
      expect(
        found(Buffer.from(`${before}"${token}"; Invoke-It`, 'utf16le').toString('base64'))[0]?.secret,
      ).toBe(token);
  });

  test('zlib in base64, octal escapes', () => {
    expect(found(deflateSync(`a token: ${token}`).toString('base64'))[0]?.secret).toBe(token);
    const octal = token.replace(/[a-z]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
    expect(found(`printf '${octal}'`)[0]?.secret).toBe(token);
  });

  test('UTF-16 of the other order behind its mark', () => {
    const stream = scanner.stream();
    stream.write(Buffer.from(`\ufeffconst a=1;\ntoken=${token}`, 'utf16le').swap16());
    expect(stream.end()[0]?.secret.reveal()).toBe(token);
  });
});

test('what stands plain is told once, and an example is none', () => {
  const token = credential('github-pat-classic');
  expect(found(`a ${token}`).length).toBe(1);
  expect(found(Buffer.from(`token ghp_${'x'.repeat(36)} example text`).toString('base64'))).toEqual([]);
});

test('an audit masks and reports it', () => {
  const token = credential('github-pat-classic');
  const encoded = Buffer.from(`token=${token} for the build`).toString('base64');
  expect(rulesIn(`FROM a\nRUN echo ${encoded} | base64 -d > /etc/app.conf\n`)).toContain(
    'hardcoded-credential',
  );
});

test.each([
  ['a megabyte of base64', () => Buffer.alloc(760_000, 'text of no account, ').toString('base64')],
  [
    'base64 in base64 in base64',
    () => {
      let text = 'some words, many of them. '.repeat(500);
      for (let i = 0; i < 6; i += 1) text = Buffer.from(text).toString('base64');
      return text.slice(0, 120_000);
    },
  ],
  ['a bomb', () => gzipSync(Buffer.alloc(50_000_000, 'a b ')).toString('base64')],
  ['escapes', () => '\\u0041%41&#65;'.repeat(8000)],
  ['hex', () => '20'.repeat(60_000)],
  ['wide', () => 'a\0'.repeat(60_000)],
])('%s takes a bounded time', (_, make) => {
  const text = make();
  expect(quickest(2000, () => scanner.scanText(text))).toBeLessThan(2000);
});
