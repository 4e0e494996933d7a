import type { Problem } from '../../src/audit/problem.ts';
import { type BuildFacts, buildRule, type JudgedArgument, type JudgedBuild } from '../../src/audit/rule.ts';
import type { Place } from '../../src/dockerfile/source-text.ts';

export default buildRule({
  id: 'secret-passed-as-build-arg',
  severity: 'high',
  confidence: 'likely',
  title: 'Build invocation hands a secret over as a build argument',
  messages: {
    argument:
      '{how} passes {detail} as build argument {name}, which keeps it in the image history and the cache key.',
    unused: '{how} passes {detail} as build argument {name}, which the Dockerfile does not declare.',
    kaniko:
      '{how} passes {detail} as build argument {name}; kaniko mounts no secrets: bring it as a file of the pod below /kaniko.',
    label: '{how} writes {detail} into the image as {name}.',
  },
  why: `The value of a build argument is written to the image history, to the cache key of every later RUN, to max-mode
provenance and to build records. Which variable it came from does not matter: a token under an innocent name is a token. Client
libraries of the engine's API have nothing else to offer: BuildKit's secrets travel over the session of a build, which they do not open.`,
  instead: `docker build --secret id=token,env=TOKEN and RUN --mount=type=secret,id=token; secrets: of docker/build-push-action,
secret = of a Bake target, build.secrets of a compose file. From a program, start docker buildx build.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      {
        'build.sh': 'docker build --build-arg NPM_TOKEN=$NPM_TOKEN .\n',
        Dockerfile: 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n',
      },
      {
        '.github/workflows/ci.yml':
          'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: |\n            FEED=${{ secrets.FEED }}\n',
        Dockerfile: 'FROM node:22\nARG FEED\nRUN npm ci\n',
      },
    ],
    good: [
      {
        'build.sh': 'docker build --secret id=npm,env=NPM_TOKEN --build-arg NODE_ENV=production .\n',
        Dockerfile: 'FROM node:22\nARG NODE_ENV\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
      },
    ],
    fixed: {
      'build.sh': 'docker build --secret id=npm,env=NPM_TOKEN .\n',
      Dockerfile:
        '# syntax=docker/dockerfile:1\nFROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
    },
  },
  *check({ builds }: BuildFacts) {
    for (const build of builds) {
      for (const given of build.args) if (given.secret !== undefined) yield problem(build, given, 'argument');
      for (const given of build.labels) if (given.secret !== undefined) yield problem(build, given, 'label');
    }
  },
});

function problem(
  { path, needs }: JudgedBuild,
  given: JudgedArgument,
  as: 'argument' | 'label',
): Problem<Place> {
  const { name, secret, at } = given;
  const declared = needs?.args.get(name);
  const message =
    path.builder === 'kaniko' ? 'kaniko' : needs === undefined || declared !== undefined ? as : 'unused';
  const literal = secret?.literal;
  return {
    message: as === 'label' ? 'label' : message,
    data: { how: path.how, name, detail: secret?.detail ?? '' },
    at,
    secret: {
      name,
      ...(literal?.kind !== undefined && { kind: literal.kind }),
      ...(literal !== undefined && { value: literal.secret }),
    },
    related: declared === undefined ? [] : [{ label: 'declared here', at: declared.span }],
    confidence: secret?.confidence ?? 'likely',
    ...(literal !== undefined && { severity: 'critical' }),
    ...(message === 'unused' && { severity: 'medium' }),
  };
}
