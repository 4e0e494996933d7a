import type { Problem } from '../../src/audit/problem.ts';
import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import type { Place } from '../../src/dockerfile/source-text.ts';
import { hopsOf } from '../../src/flow/hops.ts';
import { severityIn, worst } from '../../src/flow/severity.ts';
import { secretOf, type TrackedSecret } from '../../src/flow/tracked-secret.ts';

export default dockerfileRule({
  id: 'secret-in-arg',
  severity: 'high',
  confidence: 'likely',
  title: 'Build argument carries a secret',
  messages: {
    use: 'Build argument {name} carries a secret: it serves as {detail}.',
    name: 'Build argument {name} carries a secret, as its name says.',
    value: 'Build argument {name} carries a secret: its default is {detail}.',
    build: 'Build argument {name} carries a secret: a build passes {detail}.',
  },
  why: `BuildKit writes the value of a build argument to the image history, in ARG and in every RUN after it, where
docker history shows it to whoever can pull the image. It also enters the cache key of every later RUN, max-mode
provenance, and the build record that CI uploads. A stage that never reaches the image still leaves it in the last
three.`,
  instead: `Hand the secret over at build time with docker build --secret and mount it in the RUN that needs it. It is then
in no layer, no history and no cache key. Rotate a token that has been passed as a build argument.`,
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  examples: {
    bad: [
      'FROM node:22\nARG NPM_TOKEN\nCOPY . .\nRUN npm ci\n',
      'FROM alpine:3.20\nARG GHT\nRUN wget --header "Authorization: Bearer $GHT" https://example.com/app.tgz\n',
      'FROM python:3.13\nARG IDX\nRUN pip install --index-url https://build:$IDX@pypi.example.com/simple app\n',
      'FROM alpine:3.20\nARG DEPLOY=«github-pat-classic»\nRUN ./deploy.sh\n',
    ],
    good: [
      'FROM node:22\nARG NODE_ENV=production\nARG AUTH_MODE\nARG GPG_KEY\nRUN npm ci\n',
      'FROM node:22\nARG TOKEN_URL=https://auth.example.com/token\nRUN npm ci\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM node:22\nCOPY . .\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) if (secret.sources[0]?.kind === 'ARG') yield problem(secret);
  },
});

/** The surest first. */
const TELLING = ['use', 'build', 'value', 'name'] as const;

function problem(secret: TrackedSecret): Problem<Place> {
  const { name, sources, carriers, evidence, confidence } = secret;
  const [told] = TELLING.flatMap((by) => evidence.find((one) => one.by === by) ?? []);
  const passed = evidence.find(({ from }) => from !== undefined);
  const stages = carriers.flatMap(({ stage }) => stage ?? []);
  return {
    message: told?.by ?? 'name',
    data: { name, detail: told?.detail ?? '' },
    at: sources[0]?.span ?? { start: 0, end: 0 },
    secret: secretOf(secret),
    related: sources.slice(1).map(({ span }) => ({ label: 'declared again', at: span })),
    flow: [
      ...(passed?.from === undefined ? [] : [{ label: `a build passes ${passed.detail}`, at: passed.from }]),
      ...hopsOf(secret),
    ],
    confidence,
    about: { kind: 'secret', secret },
    severity: worst(stages.map((stage) => severityIn(stage, 'high'))),
  };
}
