import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import { hopsOf } from '../../src/flow/hops.ts';
import { severityIn } from '../../src/flow/severity.ts';
import { secretOf } from '../../src/flow/tracked-secret.ts';

export default dockerfileRule({
  id: 'secret-arg-in-env',
  severity: 'critical',
  confidence: 'likely',
  title: 'ENV persists a build argument that carries a secret',
  messages: {
    image: 'ENV {env} keeps the secret of build argument {name} in the image config.',
    stage: 'ENV {env} hands the secret of build argument {name} to every later step and stage.',
  },
  why: `A build argument is gone when the build ends, apart from history; ENV makes it part of the image config. Everyone who
can pull the image reads it with docker inspect, and every process of every container has it in its environment.`,
  instead: `Mount the secret in the RUN that needs it: RUN --mount=type=secret,id=NAME,env=NAME gives that command the variable,
and nothing else. What the running container needs is handed to it when it starts.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      'FROM python:3.13\nARG UV_INDEX\nENV UV_INDEX=${UV_INDEX}\nCOPY uv.lock ./\nRUN uv sync --frozen\n',
      'FROM node:22\nARG TOKEN\nENV NODE_AUTH=$TOKEN NODE_ENV=production\nRUN npm ci\n',
    ],
    good: [
      'FROM node:22\nARG APP_VERSION\nENV APP_VERSION=$APP_VERSION\n',
      'FROM node:22\nARG NPM_TOKEN\nENV HAS_TOKEN=${NPM_TOKEN:+yes}\nRUN npm ci\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM python:3.13\nCOPY uv.lock ./\nRUN --mount=type=secret,id=uv_index,env=UV_INDEX uv sync --frozen\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) {
      if (secret.sources[0]?.kind !== 'ARG') continue;
      for (const carrier of secret.carriers) {
        const { kind, name: env, span, stage } = carrier;
        if (kind !== 'ENV') continue;
        yield {
          message: stage?.inImage === true ? 'image' : 'stage',
          data: { env, name: secret.name },
          at: span,
          secret: secretOf(secret),
          flow: hopsOf(secret, carrier),
          confidence: secret.confidence,
          about: { kind: 'secret', secret },
          severity: stage === undefined ? 'low' : severityIn(stage, 'critical'),
        };
      }
    }
  },
});
