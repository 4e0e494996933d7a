import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import { hopsOf } from '../../src/flow/hops.ts';
import { severityIn } from '../../src/flow/severity.ts';
import { secretOf } from '../../src/flow/tracked-secret.ts';

export default dockerfileRule({
  id: 'secret-in-env',
  severity: 'critical',
  confidence: 'likely',
  title: 'ENV sets a secret',
  messages: {
    literal: 'ENV {env} sets a secret in the image config: {detail}.',
    taken: 'ENV {env} keeps the secret of {name} in the image config.',
  },
  why: `ENV is part of the image config: everyone who can pull the image reads it with docker inspect, and every process of
every container has it in its environment. Setting it to nothing later does not take it out of the history.`,
  instead: `What a build step needs is mounted there: RUN --mount=type=secret,id=NAME,env=NAME. What the running container needs
is handed to it when it starts. Rotate a secret that has been in an ENV.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      'FROM postgres:17\nENV POSTGRES_PASSWORD=«password»\n',
      'FROM alpine:3.20\nENV GITHUB_TOKEN=«github-pat-classic»\n',
      'FROM alpine:3.20\nENV BASE="«password»" DB_PASSWORD="«password»"\nENV OTHER=$DB_PASSWORD\n',
    ],
    good: [
      'FROM postgres:17\nENV POSTGRES_PASSWORD_FILE=/run/secrets/pg PASSWORD_MIN_LENGTH=12\n',
      'FROM alpine:3.20\nENV API_TOKEN=""\nENV DB_PASSWORD=changeme\n',
    ],
    fixed: 'FROM postgres:17\nENV POSTGRES_PASSWORD_FILE=/run/secrets/pg\n',
  },
  *check({ secrets }: DockerfileFacts) {
    for (const secret of secrets) {
      const [source] = secret.sources;
      if (source?.kind !== 'ENV') continue;
      for (const carrier of secret.carriers) {
        const { kind, name: env, span, stage } = carrier;
        if (kind !== 'ENV') continue;
        const told = secret.evidence.find(({ by }) => by === 'value') ?? secret.evidence[0];
        const detail = told?.by === 'use' ? `it serves as ${told.detail}` : (told?.detail ?? '');
        yield {
          message: span === source.span ? 'literal' : 'taken',
          data: { env, name: secret.name, detail },
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
