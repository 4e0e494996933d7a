import type { Problem } from '../../src/audit/problem.ts';
import { type BuildFacts, buildRule, type JudgedArgument, type JudgedBuild } from '../../src/audit/rule.ts';
import type { Place } from '../../src/dockerfile/source-text.ts';

export default buildRule({
  id: 'secret-in-provenance',
  severity: 'high',
  confidence: 'likely',
  title: 'Secret build argument in provenance or a build record',
  messages: {
    max: '{how} asks for provenance with mode=max, which holds the value of build argument {name}.',
    visibility:
      '{how} adds provenance with mode=max where the repository is public, which holds the value of build argument {name}.',
    record:
      '{how} keeps build argument {name} in the build record that it uploads as an artifact, and in the summary of the job.',
  },
  why: `Provenance with mode=max lists every build argument with its value, and is pushed next to the image. The build record of
docker/build-push-action, an artifact that everybody who sees the run can fetch, has them as well, and so has the summary.`,
  instead: `Hand the secret over as a secret: records and provenance then hold its id alone. provenance: mode=min,
DOCKER_BUILD_RECORD_UPLOAD: false and DOCKER_BUILD_SUMMARY: false keep the value out of them, and leave it in the history.`,
  references: [
    'https://docs.docker.com/build/metadata/attestations/slsa-provenance/',
    'https://docs.docker.com/build/ci/github-actions/build-summary/',
  ],
  examples: {
    bad: [
      {
        'build.sh': 'docker buildx build --provenance=mode=max --build-arg NPM_TOKEN="$NPM_TOKEN" .\n',
        Dockerfile: 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n',
      },
      {
        '.github/workflows/ci.yml':
          'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: NPM_TOKEN=${{ secrets.NPM_TOKEN }}\n',
        Dockerfile: 'FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n',
      },
    ],
    good: [
      {
        'build.sh': 'docker buildx build --provenance=mode=max --secret id=npm,env=NPM_TOKEN .\n',
        Dockerfile: 'FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
      },
    ],
  },
  *check({ builds }: BuildFacts) {
    for (const build of builds)
      for (const argument of build.args) if (argument.secret !== undefined) yield* problem(build, argument);
  },
});

function* problem({ path }: JudgedBuild, { name, secret, at }: JudgedArgument): Iterable<Problem<Place>> {
  const mode = path.provenance?.mode;
  const isPublished = mode === 'max' || mode === 'visibility';
  const message = mode === 'max' ? 'max' : path.record ? 'record' : isPublished ? mode : undefined;
  if (message === undefined) return;
  yield {
    message,
    data: { how: path.how, name },
    at: path.provenance?.mode === 'max' ? path.provenance.at : path.at,
    secret: { name, ...(secret?.literal !== undefined && { value: secret.literal.secret }) },
    related: [{ label: 'passed here', at }],
    confidence: message === 'visibility' ? 'possible' : (secret?.confidence ?? 'likely'),
  };
}
