import { leftProblem } from '../../src/audit/left.ts';
import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';

export default dockerfileRule({
  id: 'secret-in-cache-mount',
  severity: 'high',
  confidence: 'likely',
  title: 'Secret left in a cache mount',
  messages: {
    left: 'The {who} is left in a cache mount, in {path}, where every later build on this builder can read it.',
  },
  why: `A cache mount is no part of the image, but it outlives the build: every later build on the same builder that mounts the
same id reads it, whoever starts it and whatever it builds.`,
  instead: `Keep what is written to a cache mount to what may be shared. Write files with secrets to a tmpfs mount, or read the
secret from its own mount.`,
  references: ['https://docs.docker.com/reference/dockerfile/#run---mounttypecache'],
  examples: {
    bad: [
      'FROM node:22\nRUN --mount=type=secret,id=npmrc --mount=type=cache,target=/root cp /run/secrets/npmrc /root/.npmrc && npm ci\n',
    ],
    good: [
      'FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/root/.npm npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=t --mount=type=cache,target=/c cp /run/secrets/t /c/t && ./use /c/t && rm /c/t\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/root/.npm npm ci\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) {
      const left = secret.left.filter(({ stay }) => stay.channel === 'cache-mount');
      const problem = leftProblem(secret, left, 'high');
      if (problem !== undefined) yield { ...problem, message: 'left' };
    }
  },
});
