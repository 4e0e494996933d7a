import { describe, expect, test } from 'vitest';
import { judgeAssignment, secretAssignments } from '../../src/credentials/assignments.ts';
import { STANDARD } from '../../src/credentials/vocabulary.ts';

describe('judgeAssignment', () => {
  test.each([
    ['NPM_TOKEN', 'kX9w2pQz71', 'likely', 'known-name'],
    ['DB_PASSWORD', 'kX9w2pQz71', 'likely', 'secret-name'],
    ['SOME_KEY', 'kX9w2pQz71', 'possible', 'secret-name'],
    ['POSTGRES_PASSWORD', 'postgres', 'possible', 'default-password'],
    ['UV_INDEX', 'corp=https://aws:kX9w2pQz71@pypi.example.com/simple/', 'likely', 'userinfo'],
    ['UV_DEFAULT_INDEX', 'https://aws:kX9w2pQz71@pypi.example.com/simple/', 'likely', 'userinfo'],
    [
      'PIP_EXTRA_INDEX_URL',
      'https://a.example.com https://kX9w2pQz71kX9w2pQz71@b.example.com',
      'likely',
      'userinfo',
    ],
    ['SERVICE_URL', 'redis://:kX9w2pQz71@cache:6379', 'likely', 'userinfo'],
  ] as const)('%s=%s is %s', (name, value, confidence, reason) => {
    expect(judgeAssignment(name, value, STANDARD)).toEqual({ confidence, reason });
  });

  test.each([
    ['UV_INDEX', 'https://pypi.example.com/simple/'],
    ['UV_INDEX', 'https://aws:$TOKEN@pypi.example.com/simple/'],
    ['GPG_KEY', 'A035C8C19219BA821ECEA86B64E628F8D684696D'],
    ['NPM_TOKEN', '$NPM_TOKEN'],
    ['DB_PASSWORD', 'changeme'],
    ['TOKEN_FILE', 'kX9w2pQz71'],
    ['PATH', '/usr/bin:kX9w2pQz71'],
  ])('%s=%s is nothing', (name, value) => {
    expect(judgeAssignment(name, value, STANDARD)).toBeUndefined();
  });
});

test('secretAssignments finds values and where they stand', () => {
  const text = '# env\nHOME=/root\nexport DB_PASSWORD="kX9w2pQz71"\nAPI_TOKEN=aB3dE5fG7h # note\r\nEMPTY=\n';
  const found = secretAssignments(text, STANDARD);
  expect(found.map(({ name, start, end }) => [name, text.slice(start, end)])).toEqual([
    ['DB_PASSWORD', 'kX9w2pQz71'],
    ['API_TOKEN', 'aB3dE5fG7h'],
  ]);
});

test('secretAssignments takes a single pair with a registry in its name', () => {
  expect(secretAssignments('npm_config_//npm.example.com/:_authToken=kX9w2pQz71', STANDARD)).toHaveLength(1);
});
