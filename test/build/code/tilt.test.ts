import { expect, test } from 'vitest';
import { readTilt } from '../../../src/build/code/read-tilt.ts';
import { readAll, short, textAt } from './read.ts';

test('docker_build, custom_build, local', () => {
  const { builds } = readAll(
    readTilt,
    'dev/Tiltfile',
    `docker_build('app', './app', build_args={'T': os.getenv('T'), 'N': read_file('x')}, dockerfile='docker/Dockerfile', target='dev', secret=['id=npm,src=.npmrc'], ssh='default')
docker_build('b', '.', build_args=dict(X=str(local('aws codeartifact get-authorization-token --query x'))))
custom_build('c', 'docker build -t $EXPECTED_REF --build-arg T=$T ctx', deps=['ctx'])
custom_build('c', ['docker', 'build', '-t', '$EXPECTED_REF', '.'], ['x'], dir='sub')
local('docker build --build-arg Q=$Q .')
local_resource('r', cmd='docker build --build-arg R=$R .')
docker_build_with_restart('d', 'd', entrypoint=['x'], build_args={'D': 'd'})
# docker_build('no', '.')
`,
  );
  expect(builds.map(short)).toMatchObject([
    {
      how: 'docker_build',
      file: 'dev/docker/Dockerfile dev/app/docker/Dockerfile',
      context: 'dev/app',
      target: 'dev',
      args: { T: '$T', N: '<the output of read_file>' },
      secrets: { npm: 'file .npmrc' },
      ssh: ['default'],
    },
    { args: { X: '<CodeArtifact token by aws>' } },
    { args: { T: '$T' }, context: 'dev/ctx' },
    { context: 'dev/sub' },
    { args: { Q: '$Q' } },
    { args: { R: '$R' } },
    { args: { D: 'd' }, context: 'dev/d' },
  ]);
  expect(builds).toHaveLength(7);
});

test('a Dockerfile in the Tiltfile has its places', () => {
  const text = "docker_build('b', '.', dockerfile_contents='''FROM alpine\nARG X\n''')";
  const [build] = readAll(readTilt, 'Tiltfile', text).builds;
  if (build?.dockerfile.kind !== 'inline') throw new Error('no Dockerfile');
  expect(build.dockerfile.text.text).toBe('FROM alpine\nARG X\n');
  expect(build.dockerfile.text.span(12, 17)).toEqual({
    start: text.indexOf('ARG X'),
    end: text.indexOf('ARG X') + 5,
  });
  expect(textAt(build.dockerfile)).toMatch(/^'''FROM/);
});
