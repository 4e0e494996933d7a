import { expect, test } from 'vitest';
import { parseChallenges } from '../../../src/image/registry/challenge.ts';
import { quickest } from '../../support/quickest.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

test.each([
  ['Basic realm="Registry"', [['basic', { realm: 'Registry' }]]],
  [
    'Bearer realm="https://auth.example.com/token",service="ghcr.io",scope="repository:a/b:pull,push"',
    [
      [
        'bearer',
        { realm: 'https://auth.example.com/token', service: 'ghcr.io', scope: 'repository:a/b:pull,push' },
      ],
    ],
  ],
  ['BEARER Realm = x , SERVICE = "y"', [['bearer', { realm: 'x', service: 'y' }]]],
  [
    'Basic realm="a \\"quoted\\", text", charset="UTF-8"',
    [['basic', { realm: 'a "quoted", text', charset: 'UTF-8' }]],
  ],
  [
    'Negotiate, Basic realm="x"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'x' }],
    ],
  ],
  [
    'Negotiate abc==, Basic realm="x"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'x' }],
    ],
  ],
  [
    'Basic realm="x", Bearer realm="y",service=z',
    [
      ['basic', { realm: 'x' }],
      ['bearer', { realm: 'y', service: 'z' }],
    ],
  ],
  ['Basic', [['basic', {}]]],
  [',, Basic realm="x",,', [['basic', { realm: 'x' }]]],
  ['Bearer realm="x",realm="y"', [['bearer', { realm: 'x' }]]],
  ['', []],
  ['"', []],
  ['Bearer realm="open', [['bearer', {}]]],
])('%s', (header, expected) => {
  expect(read(header)).toEqual(expected);
});

test('a long header takes no long time', () => {
  const took = quickest(1000, () => {
    parseChallenges(`Bearer realm="${'\\'.repeat(50_000)}`);
    parseChallenges(`${'a='.repeat(50_000)}`);
    parseChallenges(`${' ,'.repeat(50_000)}`);
  });
  expect(took).toBeLessThan(1000);
});
