import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { formats } from '../../rules/credentials/index.ts';
import { awsAccountId } from '../../src/credentials/checks/aws.ts';
import { checkAzureKey, makeAzureKey } from '../../src/credentials/checks/azure.ts';
import { base62Checksum, checkBase62 } from '../../src/credentials/checks/base62.ts';
import { checkBech32, makeBech32 } from '../../src/credentials/checks/bech32.ts';
import { cargoChecksum, checkCargoToken } from '../../src/credentials/checks/cargo.ts';
import { checkCask, makeCask } from '../../src/credentials/checks/cask.ts';
import { crc32, crc32Hex, crc32HexLittle } from '../../src/credentials/checks/crc32.ts';
import { checkRoutable, routableTail } from '../../src/credentials/checks/gitlab.ts';
import { checkReferenceToken } from '../../src/credentials/checks/jfrog.ts';
import { checkJwt } from '../../src/credentials/checks/jwt.ts';
import { checkPypiToken, makePypiToken } from '../../src/credentials/checks/macaroon.ts';
import { marvin, marvinSeed } from '../../src/credentials/checks/marvin.ts';
import { checkOpenSsh, makeOpenSsh } from '../../src/credentials/checks/openssh.ts';
import { checkDerPem } from '../../src/credentials/checks/pem.ts';
import { ALNUM, exampleBytes, exampleJwt, exampleText } from '../../src/credentials/examples.ts';
import { keyStore } from '../../src/credentials/readers/keystores.ts';
import { CredentialScanner } from '../../src/credentials/scanner.ts';

const hash64 = (text: string, seed: bigint): string => {
  const { low, high } = marvin(Buffer.from(text), seed);
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
};

describe('checksums against published vectors', () => {
  test('CRC-32', () => {
    expect(crc32Hex('123456789')).toBe('cbf43926');
    expect(crc32HexLittle('123456789')).toBe('2639f4cb');
    expect(crc32('')).toBe(0);
  });

  test('Marvin', () => {
    expect(hash64('abc', 0xd53cd9cecd0893b7n)).toBe('22c74339492769bf');
    expect(hash64('abcdefghijklmnopqrstuvwxyz', 0x0ddddeeeeffff000n)).toBe('a128eb7e7260aca2');
    expect(marvinSeed('Default0')).toBe(0x44656661756c7430n);
  });

  test('Bech32: BIP 173 samples', () => {
    expect(checkBech32('A12UEL5L')).toBe('valid');
    expect(checkBech32('abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw')).toBe('valid');
    expect(checkBech32('A12UEL5M')).toBe('invalid');
  });

  test('AWS account number', () => {
    expect(awsAccountId(`ASIA${'QNZGKIQY56JQ7WML'}`)).toBe('029608264753');
    expect(awsAccountId('AKIA')).toBeUndefined();
  });
});

describe('checks accept what the makers make and nothing altered', () => {
  test('base 62', () => {
    const token = `abcd_0123456789ABCDEFGHIJKLMNOPQRST${base62Checksum('0123456789ABCDEFGHIJKLMNOPQRST')}`;
    expect(checkBase62(5)(token)).toBe('valid');
    expect(checkBase62(5)(token.replace('ABC', 'ABD'))).toBe('invalid');
  });

  test('GitLab, Cargo, Azure, age', () => {
    const head = `glpat-${'a'.repeat(27)}`;
    expect(checkRoutable(head + routableTail(head, 27))).toBe('valid');
    expect(checkRoutable(`${head}b${routableTail(head, 27)}`)).toBe('invalid');
    expect(checkCargoToken(`cio_tp_${'ab1'.repeat(10)}x${cargoChecksum(`${'ab1'.repeat(10)}x`)}`)).toBe(
      'valid',
    );
    const key = makeAzureKey(exampleBytes(64), '+ASt', 'Default0');
    expect(key).toMatch(/^.{76}\+ASt.{6}==$/);
    expect(checkAzureKey(['Default0'])(key)).toBe('valid');
    expect(checkAzureKey(['Default0'])(`BBBB${key.slice(4)}`)).toBe('invalid');
    expect(
      checkBech32(
        makeBech32(
          'age-secret-key-',
          [...exampleBytes(52)].map((b) => b & 31),
        ),
      ),
    ).toBe('valid');
  });

  test('common annotated security keys: a wrong checksum proves nothing, a right one does', () => {
    const head = `${'aB3'.repeat(17)}xJQQJ99BA${'CD4'.repeat(4)}AAABACOG`;
    const key = makeCask(head);
    expect(key).toMatch(/^[0-9A-Za-z]{84}$/);
    expect(checkCask(key)).toBe('valid');
    expect(checkCask(`${key}00==`)).toBe('valid');
    expect(checkCask(key.replace('aB3', 'aB4'))).toBe('unknown');
  });

  test('tokens with a date', () => {
    expect(checkJwt(exampleJwt({ sub: 'x' }))).toBe('valid');
    expect(checkJwt(exampleJwt({ exp: 1_000_000_000 }))).toBe('expired');
    expect(checkJwt('a.b.c')).toBe('invalid');
    const reference = (epoch: string): string =>
      Buffer.from(`reftkn:01:${epoch}:${'aB3'.repeat(9)}`).toString('base64');
    expect(checkReferenceToken(reference('0000000000'))).toBe('valid');
    expect(checkReferenceToken(reference('1000000000'))).toBe('expired');
  });

  test('macaroons', () => {
    const token = makePypiToken('pypi.example.com', exampleBytes(90), exampleBytes(32));
    expect(checkPypiToken(token)).toBe('valid');
    expect(checkPypiToken(token.slice(0, -8))).toBe('invalid');
  });
});

describe('what else a look tells', () => {
  const told = (text: string): (string | undefined)[] =>
    new CredentialScanner(formats).scanText(text).map((match) => match.told?.note);

  test('a key with a passphrase', () => {
    const options = { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' } } as const;
    const legacy = generateKeyPairSync('rsa', {
      ...options,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' },
    });
    const open = generateKeyPairSync('rsa', {
      ...options,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    expect(told(legacy.privateKey)).toEqual(['encrypted with a passphrase']);
    expect(told(open.privateKey)).toEqual([undefined]);
  });

  test('the account of an access key', () => {
    const id = `ASIA${'QNZGKIQY56JQ7WML'}`;
    const secret = `${exampleText(ALNUM, 20)}/+${exampleText(ALNUM, 18)}`;
    const notes = told(`aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`);
    expect(notes).toEqual(['of account 029608264753', 'of account 029608264753']);
  });
});

describe('private keys', () => {
  test('as Node writes them', () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 1024,
        privateKeyEncoding: { type, format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      });
      expect(checkDerPem(privateKey)).toBe('valid');
      expect(checkDerPem(JSON.stringify({ privateKey }))).toBe('valid');
      expect(checkDerPem(privateKey.replace(/\n.{10}/, '\n'))).toBe('invalid');
    }
  });

  test('OpenSSH', () => {
    expect(checkOpenSsh(makeOpenSsh(exampleBytes(120)))).toBe('valid');
    expect(checkOpenSsh('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END ')).toBe('invalid');
  });
});

describe('a key in pieces', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const pem = String(privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const lines = pem.trim().split('\n');

  test.each([
    ['strings in JavaScript', lines.map((line) => `'${line}\\n'`).join(' +\n  ')],
    ['strings in C', lines.map((line) => `"${line}\\n"`).join('\n')],
    ['a list in JSON', JSON.stringify(lines)],
    ['a quotation', lines.map((line) => `> ${line}`).join('\n')],
    ['a comment', lines.map((line) => `# ${line}`).join('\n')],
  ])('%s', (_, text) => {
    const [found] = new CredentialScanner(formats).scanText(`x = ${text};\n`);
    expect([found?.format?.id, found?.validity]).toEqual(['pem-rsa', 'valid']);
  });

  test('or in DER, of every form; a certificate or public key is none', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ders = [
      privateKey.export({ type: 'pkcs1', format: 'der' }),
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      ec.privateKey.export({ type: 'sec1', format: 'der' }),
    ];
    for (const der of ders) expect(keyStore(der)).toEqual({ what: 'private key in DER' });
    expect(keyStore(ec.publicKey.export({ type: 'spki', format: 'der' }))).toBeUndefined();
  });
});
