import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import { hopsOf } from '../../src/flow/hops.ts';
import { literalOf } from '../../src/flow/literal.ts';
import { severityIn } from '../../src/flow/severity.ts';
import { secretOf } from '../../src/flow/tracked-secret.ts';

const IN_CONFIG = new Set(['LABEL', 'USER', 'WORKDIR', 'VOLUME', 'EXPOSE', 'STOPSIGNAL', 'MAINTAINER']);

export default dockerfileRule({
  id: 'secret-in-metadata',
  severity: 'critical',
  confidence: 'likely',
  title: 'Secret in the image metadata',
  messages: {
    expanded: '{keyword} writes the secret {name} to the image config and history.',
    literal: '{keyword} holds a credential, which stays in the image config and history.',
  },
  why: `LABEL, CMD, ENTRYPOINT, HEALTHCHECK, ONBUILD, USER, WORKDIR and their like are the image config. docker inspect shows it
to everyone who can pull the image, and most registries show it on a web page.`,
  instead: `What the running container needs is handed to it when it starts: an environment variable, a mounted secret. Labels
hold what may be public.`,
  references: ['https://github.com/opencontainers/image-spec/blob/main/config.md'],
  examples: {
    bad: [
      'FROM alpine:3.20\nARG DEPLOY_TOKEN\nLABEL deployed-with=$DEPLOY_TOKEN\n',
      'FROM alpine:3.20\nCMD ["serve", "--password", "«password»"]\n',
      'FROM alpine:3.20\nHEALTHCHECK CMD curl -H "PRIVATE-TOKEN: «gitlab-pat»" http://localhost/health\n',
      'FROM alpine:3.20\nLABEL db.password="«password»"\n',
    ],
    good: [
      'FROM alpine:3.20\nARG VERSION\nLABEL org.opencontainers.image.version=$VERSION\n',
      'FROM alpine:3.20\nCMD ["sh", "-c", "serve --password $DB_PASSWORD"]\n',
    ],
    fixed: 'FROM alpine:3.20\nCMD ["serve", "--password-file", "/run/secrets/db"]\n',
  },
  *check({ literals, secrets, metadata }: DockerfileFacts) {
    for (const secret of secrets) {
      for (const { instruction, stage, span, byBuilder } of secret.carriers.flatMap(({ uses }) => uses)) {
        const { keyword } = instruction;
        if (!byBuilder || !IN_CONFIG.has(keyword)) continue;
        yield {
          message: 'expanded',
          data: { keyword, name: secret.name },
          at: span,
          secret: secretOf(secret),
          flow: hopsOf(secret),
          confidence: secret.confidence,
          severity: severityIn(stage, 'critical'),
          about: { kind: 'secret', secret },
        };
      }
    }
    for (const literal of literals) {
      const keyword = metadata.touching(literal.span)[0]?.keyword;
      if (keyword === undefined) continue;
      yield {
        message: 'literal',
        data: { keyword },
        at: literal.span,
        secret: literalOf(literal),
        confidence: literal.confidence,
        about: { kind: 'literal', literal },
      };
    }
  },
});
