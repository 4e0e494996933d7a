import { describe, expect, test } from 'vitest';
import {
  canonicalHost,
  fullName,
  parseReference,
  servingHost,
} from '../../../src/image/registry/reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['alpine', 'docker.io/library/alpine:latest'],
  ['alpine:3.20', 'docker.io/library/alpine:3.20'],
  ['team/app', 'docker.io/team/app:latest'],
  ['docker.io/alpine', 'docker.io/library/alpine:latest'],
  ['index.docker.io/team/app', 'docker.io/team/app:latest'],
  ['registry-1.docker.io/library/alpine', 'docker.io/library/alpine:latest'],
  ['localhost/x', 'localhost/x:latest'],
  ['localhost:5000/x', 'localhost:5000/x:latest'],
  ['localhost:5000/x/y:1', 'localhost:5000/x/y:1'],
  ['GHCR.io/team/app:V1', 'ghcr.io/team/app:V1'],
  ['Host/app', 'host/app:latest'],
  ['[::1]:5000/app', '[::1]:5000/app:latest'],
  ['[fe80::1]/a/b:c', '[fe80::1]/a/b:c'],
  ['127.0.0.1:5000/a__b/c.d/e-f---g', '127.0.0.1:5000/a__b/c.d/e-f---g:latest'],
  [`ghcr.io/a/b@${DIGEST}`, `ghcr.io/a/b@${DIGEST}`],
  [`ghcr.io/a/b:1@${DIGEST}`, 'ghcr.io/a/b:1'],
])('%s is %s', (text, full) => {
  expect(fullName(parseReference(text))).toBe(full);
});

test('the parts', () => {
  expect(parseReference(`ghcr.io/a/b:1@${DIGEST}`)).toEqual({
    host: 'ghcr.io',
    path: 'a/b',
    tag: '1',
    digest: DIGEST,
  });
  expect(parseReference('alpine')).toEqual({ host: 'docker.io', path: 'library/alpine', tag: 'latest' });
});

test.each([
  ['', 'is no name of a repository'],
  ['ghcr.io/', 'is no name of a repository'],
  ['ghcr.io/Team/App', 'names of repositories are lower case; say team/app'],
  ['Alpine', 'names of repositories are lower case; say library/alpine'],
  ['https://ghcr.io/team/app', 'has no scheme'],
  ['ghcr.io/a//b', 'is no name of a repository'],
  ['ghcr.io/../b', 'is no name of a repository'],
  ['ghcr.io/a?b', 'is no name of a repository'],
  ['ghcr.io/a___b', 'is no name of a repository'],
  ['ghcr.io:99999/a', 'is no host'],
  ['gh_cr.io/a', 'is no host'],
  ['r.0/a', 'is no host'],
  ['1.2.3.256/a', 'is no host'],
  ['[::1/a', 'is no host'],
  ['ghcr.io/a:', 'is no tag'],
  ['ghcr.io/a:-x', 'is no tag'],
  ['ghcr.io/a@sha256:12', 'is no digest'],
  ['ghcr.io/a@md5:d41d8cd98f00b204e9800998ecf8427e', 'is no digest'],
  [`ghcr.io/${'a'.repeat(260)}`, 'is no name of a repository'],
])('%s is refused', (text, why) => {
  expect(() => parseReference(text)).toThrow(why);
});

test.each(['user:hunter2@ghcr.io/a', 'https://user:hunter2@ghcr.io/a', 'hunter2@host:5000', 'a@hunter2@x'])(
  'a password in a reference is not repeated: %s',
  (text) => {
    expect(() => parseReference(text)).toThrow(/holds no account/);
    expect(() => parseReference(text)).not.toThrow(/hunter2/);
  },
);

describe('hosts', () => {
  test('Docker Hub is served elsewhere', () => {
    expect([servingHost('docker.io'), servingHost('ghcr.io')]).toEqual(['registry-1.docker.io', 'ghcr.io']);
  });

  test.each([
    ['index.docker.io', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['GHCR.IO', 'ghcr.io'],
    ['ghcr.io:443', 'ghcr.io'],
    ['ghcr.io:5000', 'ghcr.io:5000'],
  ])('%s is %s', (host, canonical) => {
    expect(canonicalHost(host)).toBe(canonical);
  });
});
