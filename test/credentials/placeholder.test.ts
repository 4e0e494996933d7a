import { describe, expect, test } from 'vitest';
import { entropy } from '../../src/credentials/entropy.ts';
import { exampleText, seedExamples } from '../../src/credentials/examples.ts';
import {
  isDefaultPassword,
  isFakeToken,
  isPlaceholder,
  isReference,
  plausibleSecretValue,
} from '../../src/credentials/placeholder.ts';
import { documentedExample } from '../../src/credentials/samples.ts';
import { alnum } from '../../src/credentials/shapes.ts';

const REFERENCES = [
  '«password»',
  Buffer.from('«npm-token»').toString('latin1'),
  '$TOKEN',
  '${TOKEN}',
  '${TOKEN:-}',
  '${TOKEN:-changeme}',
  '${TOKEN:?missing}',
  '$(cat /run/secrets/token)',
  '`cat token`',
  '%TOKEN%',
  '@TOKEN@',
  '{{ token }}',
  '${{ secrets.TOKEN }}',
  '<token>',
  '[token]',
  '{token}',
  'ENC[AES256_GCM,data:abc]',
  '{cipher}abcdef',
  '$ANSIBLE_VAULT;1.1;AES256',
  'vault:secret/data/x#y',
  'op://vault/item/field',
  'sm://project/name',
  'ref+vault://path',
  'gcp:secretmanager:x',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x',
  'projects/p/secrets/s/versions/1',
  '%s',
  '%(password)s',
];

const PLACEHOLDERS = [
  '',
  'xxxxxxxx',
  '********',
  '........',
  '00000000',
  'aaaaaaaaaaaa',
  '123456789',
  'abcdefghij',
  'qwerty',
  'xyzzy',
  'true',
  'false',
  'null',
  'None',
  'undefined',
  'example-token',
  'SampleValue',
  'dummy',
  'fakekey123',
  'placeholder',
  'changeme',
  'change-me',
  'change_it',
  'replace-this-value',
  '[redacted]',
  'your-token-here',
  'your_api_key',
  'my-secret',
  'insert-token',
  'todo',
  'fixme',
  'notasecret',
  'not-a-real-key',
  'test',
  'testing',
  'test123',
  'foobar',
  'hunter2',
  's3cr3t',
  'secret',
  'password',
  'passw0rd',
  'Password123',
  'letmein',
  'must-be-changed',
  '***',
  '…',
  '<hidden>',
];

const IMPLAUSIBLE = [
  'abc',
  '12345',
  '3.14',
  '1.2.3-beta.1',
  '30s',
  '/run/secrets/token',
  '/etc/ssl/private/key.pem',
  './secret.txt',
  '~/.netrc',
  'file:///run/secret',
  'https://login.example.org/oauth/token',
  'postgres',
  'prefix-${TOKEN}',
  'a value that is a sentence',
];

test.each(REFERENCES)('%s is a reference', (value) => {
  expect(isReference(value)).toBe(true);
  expect(plausibleSecretValue(value)).toBe(false);
});

test.each(PLACEHOLDERS)('%s is a placeholder', (value) => {
  expect(isPlaceholder(value)).toBe(true);
  expect(plausibleSecretValue(value)).toBe(false);
});

test.each(IMPLAUSIBLE)('%s is no plausible secret', (value) => {
  expect(plausibleSecretValue(value)).toBe(false);
});

describe('secrets', () => {
  test.each([
    'Tr0ub4dor&3',
    'correcthorsebattery',
    '"kX9$w2!pQ"',
    'https://ci:kX9w2pQz@git.corp.net',
    'S0me/Base+64==',
    'ED8-copper-tPzk-41',
    'md5-violet-9k3K-quiet-12',
    'rs0-quiet-cZmZ-18',
  ])('%s is plausible', (value) => {
    expect(plausibleSecretValue(value)).toBe(true);
    expect(isReference(value)).toBe(false);
  });

  test('a default that could be a value is no reference', () => {
    expect(isReference(`\${TOKEN:-${'kX9w2pQz71'}}`)).toBe(false);
  });

  test('random tokens are plausible and not fake', () => {
    seedExamples(7);
    for (let i = 0; i < 500; i++) {
      const token = exampleText(alnum.characters, 32);
      expect([plausibleSecretValue(token), isFakeToken(token)]).toEqual([true, false]);
    }
  });
});

test('default passwords are a class of their own', () => {
  for (const value of ['postgres', 'root', 'ADMIN', '"guest"', 'minioadmin'])
    expect(isDefaultPassword(value)).toBe(true);
  expect(isDefaultPassword('kX9w2pQz71')).toBe(false);
});

test('documented examples are recognised by their hash', () => {
  expect(documentedExample(['AKIAIOSFODNN7', 'EXAMPLE'].join(''))).toBe(true);
  expect(documentedExample(['wJalrXUtnFEMI/K7MDENG/bPxRfiCY', 'EXAMPLEKEY'].join(''))).toBe(true);
  expect(documentedExample(['abcdef', '0123456789abcdef'].join('.'))).toBe(true);
  expect(documentedExample('something else')).toBe(false);
});

test('entropy', () => {
  expect(entropy('aaaa')).toBe(0);
  expect(entropy('abcd')).toBe(2);
});
