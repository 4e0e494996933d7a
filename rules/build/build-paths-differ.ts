import type { Problem } from '../../src/audit/problem.ts';
import { type BuildFacts, buildRule, type JudgedArgument, type JudgedBuild } from '../../src/audit/rule.ts';
import type { Place } from '../../src/dockerfile/source-text.ts';

const MOST_TOLD = 4;
/** The builder fills these, or they are for the machine that builds. */
const OWN =
  /^(?:(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)|TARGETSTAGE|(?:https?|ftp|no|all)_proxy)$/i;

export default buildRule({
  id: 'build-paths-differ',
  severity: 'medium',
  confidence: 'likely',
  title: 'Two builds of one Dockerfile are not given the same',
  messages: {
    secret: 'This {how} does not pass {name}, a secret that {other} passes: it goes without.',
    argument: 'This {how} does not pass {name}, which {other} passes and which has no default.',
  },
  why: `An image that is built in two ways is two images. What the script of the developers passes and the pipeline does not is
missing where it counts: the deployment builds without the private index, or not at all, and the difference shows late.`,
  instead: `Hand the same over in every build path: a secret as a secret mount, --secret in the script and in the pipeline, fetched
anew where it rotates; a default in the Dockerfile for what may be left out.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      {
        'build.sh': 'docker build --build-arg UV_INDEX="$UV_INDEX" .\n',
        'buildspec.yml': 'version: 0.2\nphases:\n  build:\n    commands:\n      - docker build .\n',
        Dockerfile: 'FROM python:3.13\nARG UV_INDEX\nRUN uv sync --frozen\n',
      },
    ],
    good: [
      {
        'build.sh': 'docker build --secret id=index,env=UV_INDEX .\n',
        'buildspec.yml':
          'version: 0.2\nphases:\n  build:\n    commands:\n      - docker build --secret id=index,env=UV_INDEX .\n',
        Dockerfile:
          'FROM python:3.13\nARG VERSION=dev\nRUN --mount=type=secret,id=index,env=UV_INDEX uv sync --frozen\n',
      },
    ],
  },
  *check({ builds }: BuildFacts) {
    const given = new Map<string, { build: JudgedBuild; argument: JudgedArgument }[]>();
    for (const build of builds)
      for (const argument of build.args)
        given.set(argument.name, [...(given.get(argument.name) ?? []), { build, argument }]);
    for (const build of builds) {
      if (build.path.unknown.length > 0) continue;
      for (const [name, others] of given)
        if (!build.args.some((one) => one.name === name)) yield* problem(build, name, others);
    }
  },
});

function* problem(
  { path, needs }: JudgedBuild,
  name: string,
  others: readonly { build: JudgedBuild; argument: JudgedArgument }[],
): Iterable<Problem<Place>> {
  const declared = needs?.args.get(name);
  const [first] = others;
  if (declared === undefined || first === undefined || OWN.test(name)) return;
  const secret = others.find(({ argument }) => argument.secret !== undefined)?.argument.secret;
  if (secret === undefined && declared.value !== undefined) return;
  yield {
    message: secret === undefined ? 'argument' : 'secret',
    data: { how: path.how, name, other: `${first.build.path.how} in ${first.argument.at.source.path}` },
    at: path.at,
    secret: { name },
    related: [
      ...others.slice(0, MOST_TOLD).map(({ argument }) => ({ label: 'passed here', at: argument.at })),
      { label: 'declared here', at: declared.span },
    ],
    confidence: secret?.confidence ?? 'possible',
    ...(secret === undefined && { severity: 'low' }),
  };
}
