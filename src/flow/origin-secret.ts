import { CONFIDENCES } from '../config/levels.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Declaration } from './declaration.ts';
import type { CommandOutput, CopiedStore, Origin } from './origin.ts';
import type { Evidence, TrackedSecret } from './tracked-secret.ts';

export interface SecretOrigin {
  secret: TrackedSecret;
  origin: Origin;
}

/** The secret that comes in by something other than ARG and ENV, or undefined when it is none. */
export function originSecret(
  origin: Exclude<Origin, Declaration>,
  names: Vocabulary,
): SecretOrigin | undefined {
  const { name, span } = origin;
  const common = { name, at: span, sources: [], carriers: [], left: [] };
  switch (origin.kind) {
    case 'mount': {
      const evidence: Evidence = { by: 'name', detail: name, span };
      return { origin, secret: { ...common, by: 'mount', evidence: [evidence], confidence: 'certain' } };
    }
    case 'file':
      return { origin, secret: { ...common, by: 'file', ...fileEvidence(origin) } };
    case 'literal': {
      const { literal } = origin;
      const evidence: Evidence = { by: 'value', detail: name, span };
      const { confidence } = literal;
      return { origin, secret: { ...common, by: 'literal', evidence: [evidence], confidence, literal } };
    }
    default: {
      const evidence = outputEvidence(origin, names);
      if (evidence === undefined) return undefined;
      const called = origin.variable ?? origin.known ?? `output of ${name}`;
      const secret = { ...common, name: called, by: 'output', evidence: [evidence] } as const;
      return { origin, secret: { ...secret, confidence: 'likely' } };
    }
  }
}

function fileEvidence({ what, span, credentials, doubtful }: CopiedStore) {
  const evidence: Evidence[] = [{ by: credentials === undefined ? 'name' : 'value', detail: what, span }];
  const levels = credentials?.map(({ confidence }) => confidence) ?? [doubtful ? 'possible' : 'likely'];
  const confidence = CONFIDENCES.find((level) => levels.includes(level)) ?? 'likely';
  const literal = credentials?.find((one) => one.confidence === confidence);
  return { evidence, confidence, ...(literal && { literal }) };
}

/** By what the command is known for, by what it is used as, or by the name of the variable that takes it. */
function outputEvidence(
  { known, variable, uses, span }: CommandOutput,
  names: Vocabulary,
): Evidence | undefined {
  if (known !== undefined) return { by: 'value', detail: known, span };
  const use = uses.find(({ as }) => as !== undefined);
  if (use?.as !== undefined) return { by: 'use', detail: use.as, span: use.span };
  if (variable === undefined) return undefined;
  const { kind, weak } = names.judge(variable);
  const tells = kind === 'known' || (kind === 'secret' && weak !== true);
  return tells ? { by: 'name', detail: variable, span } : undefined;
}
