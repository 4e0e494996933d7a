import { expect, test } from 'vitest';
import { readJenkins } from '../../../src/build/code/read-jenkins.ts';
import { readAll, short, textAt } from './read.ts';

const read = (text: string) => readAll(readJenkins, 'Jenkinsfile', text).builds;
const one = (text: string) => {
  const builds = read(text);
  expect(builds).toHaveLength(1);
  return builds.map(short)[0];
};

test('an agent of a Dockerfile', () => {
  expect(
    one(`pipeline {
  agent {
    dockerfile {
      filename 'Dockerfile.ci'
      dir 'ci'
      additionalBuildArgs "--build-arg TOKEN=\${TOKEN} --build-arg V=\${env.BUILD_NUMBER}"
    }
  }
  environment { TOKEN = credentials('npm-token') }
}`),
  ).toEqual({
    how: 'agent dockerfile',
    builder: 'buildkit',
    file: 'ci/Dockerfile.ci',
    context: 'ci',
    args: { TOKEN: '<Jenkins credential npm-token>', V: '<the number of the build>' },
  });
  expect(one('pipeline { agent { dockerfile true } }')).toMatchObject({ file: 'Dockerfile', context: '.' });
});

test('sh: what Groovy replaces and what the shell does', () => {
  const builds = read(`
environment { TOKEN = credentials('npm-token') }
sh 'docker build --build-arg TOKEN=$TOKEN --build-arg C=$GIT_COMMIT -t x .'
sh """
  docker build --build-arg T=\${TOKEN} --build-arg E=\\$TOKEN \\\\
    --build-arg B=$BUILD_NUMBER -f docker/Dockerfile .
"""
`);
  expect(builds.map(short)).toMatchObject([
    { args: { TOKEN: '<Jenkins credential npm-token>', C: '<the commit>' } },
    {
      args: {
        T: '<Jenkins credential npm-token>',
        E: '<Jenkins credential npm-token>',
        B: '<the number of the build>',
      },
      file: 'docker/Dockerfile',
    },
  ]);
  expect(builds.flatMap(({ args }) => args.map(textAt))).toEqual([
    'TOKEN=$TOKEN',
    'C=$GIT_COMMIT',
    'T=${TOKEN}',
    'E=\\$TOKEN',
    'B=$BUILD_NUMBER',
  ]);
});

test('withCredentials, withEnv and dir hold within their blocks', () => {
  expect(
    read(`
withCredentials([string(credentialsId: 'gh', variable: 'GH'), usernamePassword(credentialsId: 'nexus', usernameVariable: 'U', passwordVariable: 'P')]) {
  dir('app') {
    sh(script: "docker build --build-arg GH=\${GH} --build-arg P=$P --secret id=n,env=GH .", returnStdout: true)
    sh label: 'x', script: 'docker build --build-arg GH .'
  }
}
withEnv(["Q=\${params.NPM_TOKEN}"]) { sh 'docker build --build-arg Q=$Q .' }
sh 'docker build --build-arg GH=$GH .'
`).map(short),
  ).toMatchObject([
    {
      args: { GH: '<Jenkins credential gh>', P: '<Jenkins credential nexus>' },
      secrets: { n: 'variable $GH' },
      context: 'app',
    },
    { args: { GH: '<Jenkins credential gh>' } },
    { args: { Q: '$NPM_TOKEN' }, context: '.' },
    { args: { GH: '$GH' } },
  ]);
});

test('docker.build', () => {
  expect(
    read(`
def args = "--build-arg A=\${env.NPM_TOKEN} -f Dockerfile.x ctx"
def tok = sh(returnStdout: true, script: 'aws codeartifact get-authorization-token').trim()
docker.build("image:\${env.BUILD_ID}", args)
docker.build("image", "--build-arg X=\${tok} .")
docker.build('plain')
`).map(short),
  ).toMatchObject([
    { how: 'docker.build', args: { A: '$NPM_TOKEN' }, context: 'ctx' },
    { how: 'docker.build', args: { X: '<CodeArtifact token by aws>' } },
    { how: 'docker.build', file: 'Dockerfile' },
  ]);
});

test('what only speaks of builds', () => {
  expect(
    read(`
// sh 'docker build --build-arg A=b .'
/* docker.build("x", "--build-arg A=b .") */
echo "docker build --build-arg A=b ."
def help = 'docker build .'
description 'docker build .'
println("docker build .")
error 'docker build . failed'
def re = /docker build "'/
`),
  ).toEqual([]);
});
