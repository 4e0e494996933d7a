import { CONFIDENCES, type Confidence } from '../config/levels.ts';
import { judgeAssignment } from '../credentials/assignments.ts';
import { describeFormat } from '../credentials/format.ts';
import { isPlaceholder } from '../credentials/placeholder.ts';
import { Secret } from '../credentials/secret.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Declaration } from './declaration.ts';
import type { LiteralCredential } from './literal.ts';
import type { Evidence, PassedSecret } from './tracked-secret.ts';

/** What one declaration says by itself of being a secret. */
export interface OwnEvidence {
  evidence: Evidence[];
  literal?: LiteralCredential;
  /** Of the evidence by name and value; by use is weighed with the rest. */
  confidence?: Confidence;
}

const NOTHING: OwnEvidence = { evidence: [] };

/**
 * Judges a declaration by its name and value, and by what builds pass for it.
 *
 * @param credentials the credentials that stand in its value
 * @param passed to an ARG
 */
export function ownEvidence(
  declaration: Declaration,
  credentials: readonly LiteralCredential[],
  names: Vocabulary,
  passed?: PassedSecret,
): OwnEvidence {
  const own = byItself(declaration, credentials, names);
  if (passed === undefined || declaration.kind !== 'ARG') return own;
  const { detail, confidence, at: from } = passed;
  const levels = [own.confidence, confidence];
  const best = CONFIDENCES.find((level) => levels.includes(level)) ?? confidence;
  return {
    ...own,
    evidence: [...own.evidence, { by: 'build', detail, span: declaration.span, from }],
    confidence: best,
  };
}

function byItself(
  declaration: Declaration,
  credentials: readonly LiteralCredential[],
  names: Vocabulary,
): OwnEvidence {
  const [literal] = credentials;
  if (literal !== undefined) {
    const detail = literal.format === undefined ? 'a credential' : describeFormat(literal.format);
    return {
      evidence: [{ by: 'value', detail, span: literal.span }],
      literal,
      confidence: literal.confidence,
    };
  }
  const { kind, weak } = names.judge(declaration.name);
  if (kind !== 'known' && kind !== 'secret' && kind !== 'index-url') return NOTHING;
  const byName: Evidence = { by: 'name', detail: declaration.name, span: declaration.span };
  const text = declaration.value?.literal;
  if (text !== undefined && text !== '') return byLiteral(declaration, text, byName, names);
  return waitsForValue(declaration)
    ? { evidence: [byName], confidence: weak ? 'possible' : 'likely' }
    : NOTHING;
}

/** An ARG without a default is given its value from outside; an ENV has what flows into it, or nothing. */
function waitsForValue({ kind, sources, value }: Declaration): boolean {
  if (sources.length > 0) return true;
  return kind === 'ARG' && (value === undefined || value.literal === '');
}

function byLiteral(
  { name, value, kind }: Declaration,
  text: string,
  byName: Evidence,
  names: Vocabulary,
): OwnEvidence {
  const verdict = judgeAssignment(name, text, names);
  if (value === undefined || verdict === undefined) {
    return kind === 'ARG' && isPlaceholder(text) ? { evidence: [byName], confidence: 'possible' } : NOTHING;
  }
  const { confidence } = verdict;
  const literal = {
    span: value.text.span(),
    secret: new Secret(text),
    validity: 'unknown',
    confidence,
  } as const;
  const byValue: Evidence = { by: 'value', detail: 'a literal value', span: literal.span };
  return { evidence: [byName, byValue], literal, confidence };
}
