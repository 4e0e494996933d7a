import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { type Daemon, dockerBuild, dockerSave, startDaemon } from './daemon.ts';
import { DOCKERFILE, randomToken } from './recipe.ts';

let daemon: Daemon;
beforeAll(async () => {
  daemon = await startDaemon();
}, 90_000);
afterAll(() => daemon?.stop(), 60_000);

const CLEAN = `FROM scratch
COPY busybox /bin/sh
ARG AUTH_MODE=oidc
ENV LANG=C.UTF-8
RUN echo "$AUTH_MODE" > /mode
CMD ["/bin/sh"]
`;

interface Finding {
  rule: string;
  location: { pointer?: string; path?: string; line?: number; state?: string; layer?: { index: number } };
  secret: { name?: string };
}

describe.each(['buildkit', 'classic'] as const)('an image built with %s', (builder) => {
  test('a build argument is found in history, in ENV and in a deleted file, and never printed', async () => {
    const token = randomToken();
    const tag = `leak-${builder}:1`;
    await dockerBuild(
      daemon,
      { files: { Dockerfile: DOCKERFILE }, buildArgs: { TOKEN: token }, tag },
      builder,
    );
    const path = await dockerSave(daemon, [tag]);
    const json = await audit(['image', path, '--format', 'json']);
    const findings: Finding[] = JSON.parse(json.stdout).findings;
    expect(json.code).toBe(1);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'credential-in-history',
        secret: expect.objectContaining({ name: 'TOKEN' }),
      }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'credential-in-config',
        location: expect.objectContaining({ channel: 'config.env', name: 'X' }),
      }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'credential-in-layer',
        location: expect.objectContaining({ path: '/secret', line: 1, state: 'deleted' }),
      }),
    );
    const text = await audit(['image', path]);
    for (const output of [json.stdout, json.stderr, text.stdout, text.stderr])
      expect(output).not.toContain(token);
  });

  test('an image without secrets is quiet', async () => {
    const tag = `clean-${builder}:1`;
    await dockerBuild(daemon, { files: { Dockerfile: CLEAN }, tag }, builder);
    const { code, stdout } = await audit(['image', await dockerSave(daemon, [tag])]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'no findings in 1 image\n' });
  });
});

test('what audit dockerfile foretells, audit image finds', async () => {
  const foretold = await audit(['dockerfile', '-', '--format', 'json'], { input: DOCKERFILE });
  const rules = JSON.parse(foretold.stdout).findings.map(({ rule }: Finding) => rule);
  expect(rules.sort()).toEqual(['secret-arg-in-env', 'secret-in-arg', 'secret-removed-too-late']);
});
