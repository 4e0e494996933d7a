import type { Problem } from '../../src/audit/problem.ts';
import { type DockerfileFacts, dockerfileRule, type RotatingValue } from '../../src/audit/rule.ts';
import type { Place } from '../../src/dockerfile/source-text.ts';

const MOST_TOLD = 8;

export default dockerfileRule({
  id: 'rotating-cache-key',
  severity: 'medium',
  confidence: 'likely',
  title: 'Rotating value in a cache key',
  messages: {
    secret:
      'Each new value of the secret {name} runs {steps} again{costly}: as a build argument it is in their cache keys, as a secret mount it would be in none.',
    change:
      '{name} changes from build to build and is in the cache keys of {steps} that {take} long and {do} not use it: declare it behind them, or pass it as a label.',
  },
  why: `With BuildKit the value of an ARG is in the cache key of every RUN behind it in its stage, and of stages that start from
that, whether it is used or not; and what lies behind such a RUN is built again with it. A token that lives for hours, a date or a
commit then costs the installation of all dependencies at every build.`,
  instead: `Mount a secret: RUN --mount=type=secret,id=token,env=TOKEN; its value is in no cache key. Move the ARG of a date or a commit
behind the steps that do not need it, or give it to the image from outside: docker build --label, --annotation.`,
  references: [
    'https://docs.docker.com/reference/dockerfile/#impact-on-build-caching',
    'https://docs.docker.com/build/cache/invalidation/',
  ],
  examples: {
    bad: [
      'FROM python:3.13\nARG UV_INDEX\nENV UV_INDEX=${UV_INDEX}\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\n',
      'FROM node:22\nARG NPM_TOKEN\nCOPY . .\nRUN npm ci\n',
    ],
    good: [
      'FROM node:22\nCOPY package*.json ./\nRUN npm ci\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\n',
      'FROM node:22\nARG CACHE_BUST\nRUN npm ci\n',
      'FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM node:22\nCOPY . .\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
  },
  *check({ rotating }: DockerfileFacts) {
    for (const value of rotating) {
      const { again, costly, inVain } = value.rotation;
      if (value.kind === 'secret' && costly.length > 0) yield problem(value, again.length);
      if (value.kind === 'change' && inVain.length > 0) yield problem(value, inVain.length);
    }
  },
});

function problem(
  { kind, confidence, isShortLived, from, rotation, tracked }: RotatingValue,
  count: number,
): Problem<Place> {
  const { name, again, costly } = rotation;
  const way = again[0]?.contains.get(name) ?? [];
  const some = costly.length === 1 ? 'one of which takes' : `${costly.length} of which take`;
  return {
    message: kind,
    data: {
      name,
      steps: count === 1 ? 'one step' : `${count} steps`,
      take: count === 1 ? 'takes' : 'take',
      do: count === 1 ? 'does' : 'do',
      costly: costly.length === 0 || kind === 'change' ? '' : `, ${count === 1 ? 'which takes' : some} long`,
    },
    at: way[0]?.span ?? { start: 0, end: 0 },
    secret: { name },
    about: tracked === undefined ? { kind: 'changing', name } : { kind: 'secret', secret: tracked },
    related: [
      ...(from === undefined ? [] : [{ label: 'passed here', at: from }]),
      ...again
        .slice(0, MOST_TOLD)
        .map(({ instruction }) => ({ label: 'run again', at: instruction.keywordSpan })),
    ],
    flow: way.map(({ label, span }) => ({ label, at: span })),
    confidence,
    severity: isShortLived ? 'medium' : 'low',
  };
}
