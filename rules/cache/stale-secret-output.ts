import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';

export default dockerfileRule({
  id: 'stale-secret-output',
  severity: 'low',
  confidence: 'likely',
  title: 'Step that keeps what an old secret made',
  messages: {
    written:
      'What this RUN writes depends on the content of the secret {name}, which is in no cache key: with a new secret the cached step keeps the old one.',
  },
  why: `The value of a mounted secret is never in a cache key. That is right for a secret that only opens a door. Where the step writes
the secret, or what it makes of it, into a file, a renewed one changes nothing until something else invalidates the step.`,
  instead: `Do not leave what comes of the secret in the image: read it when the container starts. Where it has to be built in, invalidate the
step on purpose: docker build --no-cache-filter STAGE, or an ARG with the version of the secret, never its value.`,
  references: ['https://docs.docker.com/build/cache/invalidation/#build-secrets'],
  examples: {
    bad: [
      '# syntax=docker/dockerfile:1\nFROM alpine:3.20\nRUN --mount=type=secret,id=conf base64 -d /run/secrets/conf > /etc/app.conf\n',
    ],
    good: [
      '# syntax=docker/dockerfile:1\nFROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n',
      '# syntax=docker/dockerfile:1\nFROM alpine:3.20\nRUN --mount=type=secret,id=t wget --header "Authorization: Bearer $(cat /run/secrets/t)" https://example.com/a\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM alpine:3.20\nCMD ["sh", "-c", "exec app --config /run/secrets/conf"]\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const { name, by, at, left } of secrets) {
      if (by !== 'mount') continue;
      const kept = left.find(
        ({ stay }) =>
          stay.channel === 'layer' && stay.removed === undefined && stay.instruction.keyword === 'RUN',
      );
      if (kept === undefined) continue;
      yield {
        message: 'written',
        data: { name },
        at,
        secret: { name },
        flow: kept.flow.map(({ label, at: where }) => ({ label, at: where })),
        confidence: kept.confidence,
      };
    }
  },
});
