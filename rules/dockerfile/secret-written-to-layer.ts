import { leftProblem } from '../../src/audit/left.ts';
import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import { isHidden } from '../../src/flow/stay.ts';

export default dockerfileRule({
  id: 'secret-written-to-layer',
  severity: 'critical',
  confidence: 'likely',
  title: 'Secret written to a layer',
  messages: {
    written: 'The {who} is written to {path}, which stays in the layer of this {keyword}.',
  },
  why: `Whatever a RUN leaves in a file is in its layer, and everyone who can pull the image can unpack the layer. A secret
mount keeps a secret out of history and cache keys, but what a command copies out of it, or a tool stores of it in its
own configuration, is a file like any other. Layers of builder stages stay in the build cache and its exports.`,
  instead: `Read the secret where it is used: give the tool the mounted file itself (target=/root/.npmrc) or a variable
(env=NPM_TOKEN). If a tool insists on a file of its own, write it to a tmpfs mount, or remove it in the same RUN.`,
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypetmpfs',
  ],
  examples: {
    bad: [
      'FROM node:22\nRUN --mount=type=secret,id=token cat /run/secrets/token > /tmp/token && npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm config set //npm.example.com/:_authToken $NPM_TOKEN && npm ci\n',
      'FROM alpine:3.20\nARG SSH_PRIVATE_KEY\nRUN mkdir -p ~/.ssh && echo "$SSH_PRIVATE_KEY" > ~/.ssh/id_rsa\n',
      'FROM alpine:3.20\nRUN --mount=type=secret,id=t git clone https://x:$(cat /run/secrets/t)@git.example.com/a/b.git\n',
    ],
    good: [
      'FROM node:22\nRUN --mount=type=secret,id=token cat /run/secrets/token > /tmp/token && npm ci; rm /tmp/token\n',
      'FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=token --mount=type=tmpfs,target=/tmp cat /run/secrets/token > /tmp/token && npm ci\n',
      'FROM python:3.13\nRUN --mount=type=secret,id=_env,dst=/etc/secrets/.env . /etc/secrets/.env && pip install $PIP_INSTALL_ARG lib==0.0.1\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) {
      if (secret.by === 'file') continue;
      const left = secret.left.filter(({ stay }) => stay.channel === 'layer' && !isHidden(stay));
      const problem = leftProblem(secret, left, 'critical');
      if (problem !== undefined) yield { ...problem, message: 'written' };
    }
  },
});
