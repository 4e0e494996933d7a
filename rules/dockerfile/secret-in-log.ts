import { leftProblem } from '../../src/audit/left.ts';
import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';

export default dockerfileRule({
  id: 'secret-in-log',
  severity: 'medium',
  confidence: 'likely',
  title: 'Secret printed to the build log',
  messages: {
    printed: 'The {who} is printed to the build log.',
  },
  why: `BuildKit masks nothing of what a command prints. Build logs are kept by CI, shown to everyone who sees the job, and
stored in the build record; set -x prints every command with its variables expanded.`,
  instead: `Do not print it: drop the echo, turn set -x off around commands that expand a secret (set +x), and give the tool a
file instead of an argument.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      'FROM alpine:3.20\nRUN --mount=type=secret,id=t cat /run/secrets/t\n',
      'FROM alpine:3.20\nRUN --mount=type=secret,id=t,env=TOKEN env | sort\n',
      'FROM alpine:3.20\nRUN --mount=type=secret,id=t,env=TOKEN set -eux; ./deploy --token "$TOKEN"\n',
    ],
    good: [
      'FROM alpine:3.20\nRUN --mount=type=secret,id=t,env=TOKEN set -eu; ./deploy --token "$TOKEN"\n',
      'FROM alpine:3.20\nRUN --mount=type=secret,id=t ./deploy < /run/secrets/t; cat /run/secrets/t | sha256sum\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM alpine:3.20\nRUN --mount=type=secret,id=t ./deploy < /run/secrets/t\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) {
      const left = secret.left.filter(({ stay }) => stay.channel === 'log');
      const problem = leftProblem(secret, left, 'medium');
      if (problem !== undefined) yield { ...problem, severity: 'medium', message: 'printed' };
    }
  },
});
