import type { Confidence } from '../config/levels.ts';
import { isDefaultPassword, isReference, plausibleSecretValue } from './placeholder.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Why a value counts as a secret. */
type AssignmentReason = 'known-name' | 'secret-name' | 'userinfo' | 'default-password';

export interface AssignmentVerdict {
  confidence: Confidence;
  reason: AssignmentReason;
}

/** A secret set by name in a text. Offsets are UTF-16 units, of the value without its quotes. */
export interface SecretAssignment extends AssignmentVerdict {
  name: string;
  start: number;
  end: number;
}

const USERINFO = /^[a-z][a-z0-9+.-]{0,30}:\/\/([^\s/?#]{1,4096})@[^\s/?#]/i;

/** What a literal `value` under `name` is worth as a secret, or undefined when it is none. */
export function judgeAssignment(
  name: string,
  value: string,
  names: Vocabulary,
): AssignmentVerdict | undefined {
  const { kind, weak } = names.judge(name);
  if (kind === 'neutral' || kind === 'look-alike') return undefined;
  if (kind === 'index-url' || kind === 'url') {
    return value.split(/[\s,|]+/).some(hasUserinfo)
      ? { confidence: 'likely', reason: 'userinfo' }
      : undefined;
  }
  if (isReference(withoutQuotes(value).text)) return undefined;
  if (isDefaultPassword(value)) {
    return /pass|pwd/i.test(name) ? { confidence: 'possible', reason: 'default-password' } : undefined;
  }
  if (!plausibleSecretValue(value)) return undefined;
  if (kind === 'known') return { confidence: 'likely', reason: 'known-name' };
  return { confidence: weak ? 'possible' : 'likely', reason: 'secret-name' };
}

/** `scheme://user:password@host` or `scheme://token@host`, optionally behind the `name=` of a uv index. */
function hasUserinfo(url: string): boolean {
  const userinfo = USERINFO.exec(url.replace(/^["']|^[A-Za-z0-9_-]{1,64}=/, ''))?.[1];
  if (userinfo === undefined) return false;
  const colon = userinfo.indexOf(':');
  if (colon >= 0) return plausibleSecretValue(userinfo.slice(colon + 1));
  return userinfo.length >= 16 && plausibleSecretValue(userinfo);
}

const LINE = /^[ \t]*(?:export[ \t]+|set[ \t]+)?([A-Za-z_][^\s=#"'$(){}]{0,255})[ \t]{0,8}=[ \t]{0,8}(.*)$/gm;

/** The secrets among the `NAME=value` lines of an environment file, or in one such pair. */
export function secretAssignments(text: string, names: Vocabulary): SecretAssignment[] {
  const found: SecretAssignment[] = [];
  for (const line of text.matchAll(LINE)) {
    const [whole, name = '', raw = ''] = line;
    const value = withoutQuotes(raw);
    const verdict = judgeAssignment(name, value.text, names);
    const start = line.index + whole.length - raw.length + value.offset;
    if (verdict !== undefined) found.push({ ...verdict, name, start, end: start + value.text.length });
  }
  return found;
}

/** The value of a dotenv line: within its quotes, or up to a comment. */
function withoutQuotes(raw: string): { text: string; offset: number } {
  const quoted = /^(["'])(.*?)\1/.exec(raw)?.[2];
  if (quoted !== undefined) return { text: quoted, offset: 1 };
  return { text: raw.replace(/[ \t]+#.*$/, '').trimEnd(), offset: 0 };
}
