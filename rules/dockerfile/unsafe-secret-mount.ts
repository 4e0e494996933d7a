import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';

const REFUSED = 'The builder refuses this mount: ';

export default dockerfileRule({
  id: 'unsafe-secret-mount',
  severity: 'medium',
  confidence: 'likely',
  title: 'Secret mount that does not do what it is meant to',
  messages: {
    'unknown-key': `${REFUSED}it has no option {what}.`,
    'unknown-type': `${REFUSED}there is no type {what}.`,
    'no-value': `${REFUSED}{what} needs a value.`,
    'nothing-named': `${REFUSED}a secret needs an id or a target.`,
    'named-twice': `${REFUSED}id and source both name the secret.`,
    'bad-mode': `${REFUSED}mode {what} is no octal number.`,
    'key-of-other-type': `${REFUSED}{what} is an option of other types of mount.`,
    'no-type': 'Without {what} this is a bind mount, and no secret is mounted.',
    'other-run': 'This RUN reads {what}, which only another RUN mounts; mounts end with their RUN.',
    'never-mounted': 'This RUN reads {what}, which no mount supplies.',
    'no-variable':
      'The variable {what} is never set: the mount with that id makes a file; env={what} would set it.',
    'not-expanded': 'No shell reads {what}, so what stands for the secret is not expanded.',
    'old-frontend': '{what} does not know env= of a secret mount; it came with 1.10.',
    'rotating-id':
      'The id holds {what}, which changes: the id is in the cache key, so this step is built anew each time.',
    'goes-unnoticed': 'A build that is not given this secret goes on without it; {what} makes it stop.',
    'too-open': 'Mode {what} lets others than its owner at the secret.',
    'not-readable': '{what} belongs to root and this RUN is another user: give the mount uid= or mode=.',
  },
  why: `A secret mount with a misspelt option, in the wrong RUN or under an old frontend fails late, or goes on without the
secret; that is when people fall back on a build argument.`,
  instead: `RUN --mount=type=secret,id=NAME,target=PATH or env=NAME, in each RUN that reads it; required=true where the build
must not go on without it; uid= for a RUN that is not root.`,
  references: ['https://docs.docker.com/reference/dockerfile/#run---mounttypesecret'],
  examples: {
    bad: [
      'FROM node:22\nRUN --mount=type=secret,id=npm,targt=/root/.npmrc npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=npm true\nRUN NPM_TOKEN=$(cat /run/secrets/npm) npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=NPM_TOKEN deploy --token $NPM_TOKEN\n',
      '# syntax=docker/dockerfile:1.7\nFROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=npm ["deploy", "--token", "$(cat /run/secrets/npm)"]\n',
      'FROM node:22\nARG BUILD_ID\nRUN --mount=type=secret,id=npm-$BUILD_ID,target=/root/.npmrc npm ci\n',
    ],
    good: [
      '# syntax=docker/dockerfile:1.10\nFROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN,required=true npm ci\n',
      'FROM node:22\nUSER node\nRUN --mount=type=secret,id=npm,target=/home/node/.npmrc,uid=1000 npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=a,env=A --mount=type=secret,id=b,mode=0440 use "$A" "$(cat /run/secrets/b)"\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM node:22\nRUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci\n',
  },
  *check({ mountMistakes }: DockerfileFacts) {
    for (const mistake of mountMistakes) {
      const { code, what, name, at, severity, confidence } = mistake;
      const about = { kind: 'mount', mistake } as const;
      yield { message: code, data: { what }, at, secret: { name }, severity, confidence, about };
    }
  },
});
