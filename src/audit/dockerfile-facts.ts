import { genericSecrets } from '../credentials/generic.ts';
import type { CredentialScanner } from '../credentials/scanner.ts';
import { Secret } from '../credentials/secret.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import type { ContextStores } from '../flow/context-stores.ts';
import type { LiteralCredential } from '../flow/literal.ts';
import { metadataLiterals, metadataOf } from '../flow/metadata.ts';
import { mountMistakes } from '../flow/mount-mistakes.ts';
import { scriptLiterals } from '../flow/script-literals.ts';
import { SpanIndex } from '../flow/span-index.ts';
import { traceFlow } from '../flow/trace.ts';
import { type Passed, trackSecrets } from '../flow/track.ts';
import { urlPart } from '../flow/url-part.ts';
import { heredocLiterals } from './heredoc-literals.ts';
import { type PassedArguments, rotatingValues } from './rotating-values.ts';
import type { DockerfileFacts } from './rule.ts';

export interface FactOptions {
  scanner: CredentialScanner;
  context: ContextStores;
  /** The stage to build; else the last. */
  target?: string;
  /** What builds pass for the build arguments. */
  passed?: PassedArguments;
}

/** All that the rules need to know of a Dockerfile, computed once. */
export function dockerfileFacts(
  file: ParsedDockerfile,
  { scanner, context, target, passed = new Map() }: FactOptions,
): DockerfileFacts {
  const { names } = scanner;
  const found = formatted(file.source.text, scanner);
  const literals = new SpanIndex<LiteralCredential>(found);
  const trace = traceFlow(file, { literals, context, names, ...(target !== undefined && { target }) });
  const secrets = trackSecrets(trace, found, secretsIn(passed));
  const metadata = metadataOf(file);
  const own = ownLiterals(secrets);
  const named = [
    ...metadata.flatMap((instruction) => metadataLiterals(instruction, file.escape, names)),
    ...trace.runs.flatMap((run) => scriptLiterals(run, names)),
    ...own.values(),
    ...heredocLiterals(file, names),
  ];
  const all = withoutOverlaps(withoutOverlaps(found, named), textLiterals(file.source.text, names));
  return {
    file,
    trace,
    secrets,
    literals: all.map((bare) => withUrl(own.get(bare.span.start) ?? bare, file.source.text)),
    metadata: new SpanIndex(metadata),
    mountMistakes: mountMistakes(file, trace),
    rotating: rotatingValues(file, secrets, { target, passed, names }),
  };
}

/** What formats know. */
function formatted(text: string, scanner: CredentialScanner): LiteralCredential[] {
  return scanner
    .scanText(text)
    .flatMap(({ start, end, format, secret, validity, confidence, encoded, told }): LiteralCredential[] => {
      if (format === undefined) return [];
      const common = { span: { start, end }, format, secret, validity, confidence };
      return [{ ...common, ...(encoded && { encoded }), ...(told && { told }) }];
    });
}

/** With the part of a URL that it is, if it is one. */
function withUrl(literal: LiteralCredential, text: string): LiteralCredential {
  const inUrl = urlPart(text, literal.span);
  return inUrl === undefined ? literal : { ...literal, inUrl };
}

function secretsIn(passed: PassedArguments): Passed {
  return new Map(
    Array.from(passed).flatMap(([name, { secret }]) =>
      secret === undefined ? [] : [[name, secret] as const],
    ),
  );
}

/** What any text gives to a secret's name, wherever it stands: in a heredoc, an echo, a property, a comment. */
function textLiterals(text: string, names: Vocabulary): LiteralCredential[] {
  return genericSecrets(text, 'config', names).map(({ start, end, confidence }) => {
    const secret = new Secret(text.slice(start, end));
    return { span: { start, end }, secret, validity: 'unknown', confidence };
  });
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

/** The values of ARGs and ENVs that stand in the text, with their names, by where they begin. */
function ownLiterals(secrets: DockerfileFacts['secrets']): ReadonlyMap<number, LiteralCredential> {
  const declared = secrets.filter(({ by }) => by === 'argument' || by === 'environment');
  return new Map(
    declared.flatMap(({ literal, name }) =>
      literal === undefined ? [] : [[literal.span.start, { ...literal, name }] as const],
    ),
  );
}
