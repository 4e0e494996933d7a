import type { CredentialScanner } from '../credentials/scanner.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import { scriptLiterals } from '../flow/script-literals.ts';
import { SpanIndex } from '../flow/span-index.ts';
import { traceVariables } from '../flow/trace.ts';
import { trackSecrets } from '../flow/track.ts';
import type { LiteralCredential } from '../flow/tracked-secret.ts';
import { urlPart } from '../flow/url-part.ts';
import type { DockerfileFacts } from './rule.ts';

/** All that the rules need to know of a Dockerfile, computed once. */
export function dockerfileFacts(file: ParsedDockerfile, scanner: CredentialScanner): DockerfileFacts {
  const trace = traceVariables(file);
  const found = scanner
    .scanText(file.source.text)
    .flatMap(({ start, end, format, secret, validity, confidence }) =>
      format === undefined ? [] : [{ span: { start, end }, format, secret, validity, confidence }],
    );
  const secrets = trackSecrets(trace.declarations, found);
  const named = [
    ...[...trace.scripts.values()].flatMap(scriptLiterals),
    ...secrets.flatMap(({ literal }) => (literal === undefined ? [] : [literal])),
  ];
  const literals = withoutOverlaps(found, named).map((literal) => {
    const inUrl = urlPart(file.source.text, literal.span);
    return inUrl === undefined ? literal : { ...literal, inUrl };
  });
  return { file, trace, secrets, literals };
}

/** A literal that a format knows is not told once more by the name it is given to. */
function withoutOverlaps(
  found: readonly LiteralCredential[],
  named: readonly LiteralCredential[],
): LiteralCredential[] {
  const index = new SpanIndex(found);
  const rest = named.filter(({ span }) => index.touching(span).length === 0);
  return [...found, ...rest].sort((a, b) => a.span.start - b.span.start);
}
