import { leftProblem } from '../../src/audit/left.ts';
import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import { isHidden } from '../../src/flow/stay.ts';

export default dockerfileRule({
  id: 'secret-removed-too-late',
  severity: 'critical',
  confidence: 'likely',
  title: 'Secret removed in a later instruction',
  messages: {
    later:
      '{path} held the {who}; it is removed in a later instruction, so the layer of this {keyword} keeps it.',
  },
  why: `Each instruction makes a layer of its own. Removing a file in a later one only hides it: the layer below still has it,
and docker save or any registry client hands it out.`,
  instead: `Do not let the file come in: mount it (RUN --mount=type=secret). What a RUN has to write it removes itself,
before it ends.`,
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://github.com/opencontainers/image-spec/blob/main/layer.md',
  ],
  examples: {
    bad: [
      'FROM node:22\nCOPY .npmrc ./\nRUN npm ci\nRUN rm -f .npmrc\n',
      'FROM alpine:3.20\nRUN --mount=type=secret,id=k cp /run/secrets/k /root/key && ./use /root/key\nRUN rm /root/key\n',
    ],
    good: [
      'FROM alpine:3.20\nRUN --mount=type=secret,id=k cp /run/secrets/k /root/key && ./use /root/key && rm /root/key\n',
      'FROM node:22 AS build\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\nRUN rm -rf /root/.npm\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) {
      const left = secret.left.filter(({ stay }) => stay.channel === 'layer' && isHidden(stay));
      const problem = leftProblem(secret, left, 'critical');
      if (problem !== undefined) yield { ...problem, message: 'later' };
    }
  },
});
