import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import { describeFormat } from '../../src/credentials/format.ts';
import { literalOf } from '../../src/flow/literal.ts';

export default dockerfileRule({
  id: 'hardcoded-credential',
  severity: 'critical',
  confidence: 'likely',
  title: 'Credential in the text of the Dockerfile',
  messages: {
    format: 'The text holds a credential: {what}.',
    named: 'The text holds a literal secret.',
  },
  why: `A credential in a Dockerfile is in version control for good, in the image history, and, with max-mode provenance,
in the attestation that holds the whole Dockerfile. Comments and heredocs are no exception.`,
  instead: `Revoke the credential first: deleting the line does not take it back. Then mount a secret where a step needs one
(RUN --mount=type=secret,id=NAME), and keep the value with whoever calls docker build.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      'FROM alpine:3.20\nRUN wget --header="PRIVATE-TOKEN: «gitlab-pat»" https://git.example.com/app.tgz\n',
      'FROM alpine:3.20\n# try it with «github-pat-classic»\nRUN true\n',
      'FROM alpine:3.20\nRUN <<EOF\nexport DB_PASSWORD=«password»\n./migrate\nEOF\n',
      'FROM alpine:3.20\nARG DB_PASSWORD=«password»\nRUN ./migrate\n',
    ],
    good: [
      'FROM alpine:3.20\nRUN export DB_PASSWORD=$(cat /run/secrets/db) && ./migrate\n',
      'FROM alpine:3.20\nARG DB_PASSWORD\nRUN ./migrate --password "$DB_PASSWORD" --password-file /run/secrets/db\n',
    ],
    fixed:
      '# syntax=docker/dockerfile:1\nFROM alpine:3.20\nRUN --mount=type=secret,id=db export DB_PASSWORD=$(cat /run/secrets/db) && ./migrate\n',
  },
  *check({ literals }: DockerfileFacts) {
    for (const literal of literals) {
      if (literal.inUrl !== undefined) continue;
      const { span, format, confidence, told } = literal;
      yield {
        message: format === undefined ? 'named' : 'format',
        data: { what: format === undefined ? '' : describeFormat(format, literal) },
        at: span,
        secret: literalOf(literal),
        about: { kind: 'literal', literal },
        confidence,
        severity: told?.severity ?? format?.severity ?? 'high',
      };
    }
  },
});
