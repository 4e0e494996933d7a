import { leftProblem } from '../../src/audit/left.ts';
import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';

export default dockerfileRule({
  id: 'copied-credential-file',
  severity: 'critical',
  confidence: 'likely',
  title: 'Credential file copied into a layer',
  messages: {
    named: '{keyword} brings {name} into a layer: {detail}.',
    found: '{keyword} brings {name} into a layer, which holds a credential: {detail}.',
  },
  why: `COPY and ADD put files into a layer for good; removing them later does not take them out. Credential files come in by
name, by a pattern, or with COPY . . when .dockerignore does not keep them out of the build context.`,
  instead: `Name the file in .dockerignore, and mount it in the RUN that needs it:
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc, with docker build --secret id=npmrc,src=.npmrc.`,
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  examples: {
    bad: [
      'FROM node:22\nCOPY package.json .npmrc ./\nRUN npm ci\n',
      'FROM alpine:3.20\nCOPY --chmod=600 id_rsa /root/.ssh/id_rsa\n',
      'FROM alpine:3.20\nADD .aws /root/.aws\n',
      'FROM node:22 AS build\nCOPY .env /app/.env\nFROM node:22\nCOPY --from=build /app /app\n',
    ],
    good: [
      'FROM node:22\nCOPY package.json .env.example ./\nRUN --mount=type=bind,source=.npmrc,target=/root/.npmrc npm ci\n',
      'FROM alpine:3.20\nCOPY certs/ca.crt id_rsa.pub /etc/ssl/\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM node:22\nCOPY package.json ./\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) {
      if (secret.by !== 'file') continue;
      const problem = leftProblem(
        secret,
        secret.left.filter(({ stay }) => stay.channel === 'layer'),
        'critical',
      );
      if (problem === undefined) continue;
      const [told] = secret.evidence;
      const message = told?.by === 'value' ? 'found' : 'named';
      yield { ...problem, message, data: { ...problem.data, detail: told?.detail ?? '' }, at: secret.at };
    }
  },
});
