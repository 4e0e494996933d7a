import { CONFIDENCES, type Confidence } from '../config/levels.ts';
import { judgeAssignment } from '../credentials/assignments.ts';
import { Secret } from '../credentials/secret.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import { describePart, HOLE, literalOf, templateOf, type Value, type ValuePart } from './value.ts';

/** Why a value that is handed to a builder is a secret. */
export interface ValueEvidence {
  /** What it is: `the GitHub secret NPM_TOKEN`, `a CodeArtifact token by aws`. */
  detail: string;
  confidence: Confidence;
  /** Where the text holds it. */
  literal?: LiteralFound;
}

/** A credential in a text, by a format or by the name that it is given to. */
export interface LiteralFound {
  secret: Secret;
  kind?: string;
  what: string;
  confidence: Confidence;
}

export interface FindCredentials {
  /** By their formats. */
  inText(text: string): readonly LiteralFound[];
  /** What the names mean that values are given to. */
  names: Vocabulary;
}

/** The surest reason to take a value for a secret, or undefined. */
export function secretIn(name: string, value: Value, find: FindCredentials): ValueEvidence | undefined {
  const literal = literalOf(value);
  const found = literal === undefined ? [...ofUrl(value), ...ofName(name, value, find.names)] : [];
  const written = value.flatMap((part) => (part.kind === 'text' ? find.inText(part.text) : []));
  const all = [
    ...ofParts(name, value, find.names),
    ...found,
    ...written.map(ofLiteral),
    ...(literal === undefined ? [] : ofAssignment(name, literal, find.names)),
  ];
  return CONFIDENCES.flatMap((level) => all.find(({ confidence }) => confidence === level) ?? [])[0];
}

function ofParts(name: string, value: Value, names: Vocabulary): ValueEvidence[] {
  return value.flatMap((part) => ofPart(part, name, names) ?? []);
}

function ofPart(part: ValuePart, argument: string, names: Vocabulary): ValueEvidence | undefined {
  switch (part.kind) {
    case 'text':
      return part.by === undefined ? undefined : ofAssignment(part.by, part.text, names)[0];
    case 'secret':
      return {
        detail: `the ${describePart(part)}`,
        confidence: storedConfidence(part.name, argument, names),
      };
    case 'output':
      if (part.made !== undefined) return { detail: withArticle(part.made), confidence: 'certain' };
      return part.as === undefined ? undefined : named(part.as, describePart(part), names);
    case 'variable':
      return named(part.name, `the variable ${part.name}`, names);
    default:
      return undefined;
  }
}

/** What people keep among their secrets for want of another place. */
const PLACES =
  /(?:^|_)(?:USERNAME|USER|LOGIN|HOST|HOSTNAME|REGION|ACCOUNT|ACCOUNT_ID|ORG|ORGANI[SZ]ATION|REPO|REPOSITORY|REGISTRY|DOMAIN|PROJECT|PROJECT_ID|BUCKET|NAMESPACE|EMAIL|ENDPOINT|BASE|PORT|NAME|ID|VERSION|TAG|ENV|ENVIRONMENT|STAGE|SERVER|ADDRESS|IMAGE)$/i;
/** What frameworks put into the pages that they make. */
const IN_EVERY_PAGE = /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC|GATSBY|VUE_APP|NG_APP)_/;

/** What is kept as a secret is one, unless its name says that it is an address, a name or a number. */
function storedConfidence(name: string, argument: string, names: Vocabulary): Confidence {
  const { kind } = names.judge(name);
  if (kind === 'neutral' && (PLACES.test(name) || IN_EVERY_PAGE.test(argument))) return 'possible';
  if (kind === 'look-alike' || kind === 'url') return 'possible';
  return kind === 'neutral' ? 'likely' : 'certain';
}

function named(name: string, detail: string, names: Vocabulary): ValueEvidence | undefined {
  const { kind, weak } = names.judge(name);
  if (kind !== 'known' && kind !== 'secret' && kind !== 'index-url') return undefined;
  return { detail, confidence: weak ? 'possible' : 'likely' };
}

const PASSWORD = new RegExp(`://[^\\s/@:]{0,200}:[^\\s/@]{0,400}${HOLE}[^\\s/@]{0,400}@`);

function ofUrl(value: Value): ValueEvidence[] {
  return PASSWORD.test(templateOf(value)) ? [{ detail: 'the password of a URL', confidence: 'likely' }] : [];
}

/** A build argument that is called as a secret, whose value is known to whoever builds. */
function ofName(name: string, value: Value, names: Vocabulary): ValueEvidence[] {
  const part = value.find(({ kind }) => kind !== 'text');
  const evidence = part && named(name, describePart(part), names);
  return evidence === undefined ? [] : [evidence];
}

function ofLiteral(literal: LiteralFound): ValueEvidence {
  return { detail: withArticle(literal.what), confidence: literal.confidence, literal };
}

function ofAssignment(name: string, text: string, names: Vocabulary): ValueEvidence[] {
  const verdict = judgeAssignment(name, text, names);
  if (verdict === undefined) return [];
  const { confidence } = verdict;
  const literal = { secret: new Secret(text), what: 'literal value', confidence };
  return [{ detail: 'a literal value', confidence, literal }];
}

function withArticle(what: string): string {
  return /^[aeiou]/i.test(what) ? `an ${what}` : `a ${what}`;
}

const CHANGING =
  /^(?:GITHUB_(?:SHA|RUN_ID|RUN_NUMBER|RUN_ATTEMPT)|CI_COMMIT_(?:SHA|SHORT_SHA|TIMESTAMP|BEFORE_SHA)|CI_(?:PIPELINE|JOB)_I?ID|BUILD_(?:ID|NUMBER|TAG|BUILDID|BUILDNUMBER|SOURCEVERSION)|GIT_COMMIT|CIRCLE_(?:SHA1|BUILD_NUM|WORKFLOW_ID)|BITBUCKET_(?:COMMIT|BUILD_NUMBER)|CODEBUILD_(?:RESOLVED_SOURCE_VERSION|BUILD_(?:ID|NUMBER)|SOURCE_VERSION)|(?:COMMIT|SHORT)_SHA|REVISION_ID|DRONE_(?:COMMIT(?:_SHA)?|BUILD_NUMBER)|TRAVIS_(?:COMMIT|BUILD_(?:ID|NUMBER))|BUILDKITE_(?:COMMIT|BUILD_(?:ID|NUMBER))|SOURCE_DATE_EPOCH|RANDOM|EPOCHSECONDS|SECONDS)$/;

/** What makes a value another one at nearly every build, or undefined. */
export function changeIn(value: Value): string | undefined {
  for (const part of value) {
    if (part.kind === 'changing') return part.what;
    if (part.kind === 'variable' && CHANGING.test(part.name)) return `$${part.name}`;
    if (part.kind === 'output' && part.made !== undefined) return withArticle(part.made);
  }
  return undefined;
}
