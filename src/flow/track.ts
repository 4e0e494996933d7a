import { CONFIDENCES, type Confidence } from '../config/levels.ts';
import { plausibleSecretValue } from '../credentials/placeholder.ts';
import { Secret } from '../credentials/secret.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import type { Declaration } from './declaration.ts';
import { type OwnEvidence, ownEvidence } from './evidence.ts';
import { leftBehind } from './left.ts';
import type { LiteralCredential } from './literal.ts';
import { originSecret } from './origin-secret.ts';
import { AS_USER } from './secret-uses.ts';
import { SpanIndex } from './span-index.ts';
import type { Trace } from './trace.ts';
import type { Evidence, PassedSecret, TrackedSecret } from './tracked-secret.ts';

/** What builds hand over, by the name of the build argument. */
export type Passed = ReadonlyMap<string, PassedSecret>;

/**
 * The secrets of a file, however they come in, each with where steps leave it.
 *
 * @param credentials those that stand in the text, for values
 * @param passed by builds, by build argument
 */
export function trackSecrets(
  { declarations, origins, stays, names }: Pick<Trace, 'declarations' | 'origins' | 'stays' | 'names'>,
  credentials: readonly LiteralCredential[],
  passed: Passed = new Map(),
): TrackedSecret[] {
  const declared = trackDeclarations(declarations, credentials, names, passed);
  const others = origins.flatMap((origin) => originSecret(origin, names) ?? []);
  const left = leftBehind(stays, [
    ...declared.flatMap((secret) => secret.carriers.map((carrier) => ({ secret, origin: carrier }))),
    ...others,
  ]);
  return [...declared, ...others.map(({ secret }) => secret)].map((secret) => ({
    ...secret,
    left: left.get(secret) ?? [],
  }));
}

/**
 * The secrets among a file's declarations. Each is judged by name, by value and by use, its own and those of all
 * that its value flows into.
 *
 * @param declarations in the file's order
 * @param credentials those that stand in the text, for values
 */
function trackDeclarations(
  declarations: readonly Declaration[],
  credentials: readonly LiteralCredential[],
  names: Vocabulary,
  passed: Passed,
): TrackedSecret[] {
  const index = new SpanIndex(credentials);
  const own = new Map(
    declarations.map((one) => [one, ownEvidence(one, within(one, index), names, passed.get(one.name))]),
  );
  const takers = takersOf(declarations);
  return groupSources(declarations, own).flatMap((sources) => {
    const carriers = carriersOf(sources, takers);
    return weigh(sources, carriers, { takers, own, names }) ?? [];
  });
}

function within({ value }: Declaration, credentials: SpanIndex<LiteralCredential>): LiteralCredential[] {
  if (value === undefined) return [];
  const { start, end } = value.text.span();
  return credentials.touching({ start, end }).filter(({ span }) => span.start >= start && span.end <= end);
}

/** Who one is stands where a token may stand as well. */
const USER = /(?:^|_)(?:USER|USERNAME|LOGIN|ACCOUNT|EMAIL)$/i;

/** Where values come in: all ARGs of one name are one build argument; each ENV is its own. */
function groupSources(
  declarations: readonly Declaration[],
  own: ReadonlyMap<Declaration, OwnEvidence>,
): Declaration[][] {
  const byArgument = new Map<string, Declaration[]>();
  const groups: Declaration[][] = [];
  for (const declaration of declarations) {
    const { kind, name, sources } = declaration;
    const isHop = sources.some(
      ({ declaration: from, whole, as }) => from.name !== name && (whole || as !== undefined),
    );
    if (isHop || (sources.length > 0 && kind === 'ENV' && !isOwnSecret(declaration, own))) continue;
    const group = kind === 'ARG' ? byArgument.get(name) : undefined;
    if (group !== undefined) group.push(declaration);
    else groups.push([declaration]);
    if (kind === 'ARG' && group === undefined) byArgument.set(name, groups.at(-1) ?? []);
  }
  return groups;
}

function isOwnSecret(declaration: Declaration, own: ReadonlyMap<Declaration, OwnEvidence>): boolean {
  if (declaration.sources.some(({ declaration: from }) => from.name === declaration.name)) return false;
  return (own.get(declaration)?.evidence.length ?? 0) > 0;
}

/** Who takes a value over from each declaration. */
type Takers = ReadonlyMap<Declaration, readonly Declaration[]>;

function takersOf(declarations: readonly Declaration[]): Takers {
  const takers = new Map<Declaration, Declaration[]>();
  for (const declaration of declarations) {
    for (const from of new Set(declaration.sources.map((source) => source.declaration))) {
      const others = takers.get(from);
      if (others === undefined) takers.set(from, [declaration]);
      else others.push(declaration);
    }
  }
  return takers;
}

/** The sources and whatever takes its value from a carrier, in the file's order. */
function carriersOf(sources: readonly Declaration[], takers: Takers): Declaration[] {
  const carriers = new Set(sources);
  for (const carrier of carriers) for (const taker of takers.get(carrier) ?? []) carriers.add(taker);
  return [...carriers].sort((a, b) => a.span.start - b.span.start);
}

interface Around {
  takers: Takers;
  own: ReadonlyMap<Declaration, OwnEvidence>;
  names: Vocabulary;
}

function weigh(
  sources: readonly Declaration[],
  carriers: readonly Declaration[],
  { takers, own, names }: Around,
): TrackedSecret | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  const judged = sources.flatMap((source) => own.get(source) ?? []);
  const uses = carriers
    .flatMap((carrier) => [...usesOf(carrier), ...servesIn(carrier, takers, names)])
    .filter(({ detail }) => detail !== AS_USER || !USER.test(first.name));
  const evidence = [...judged.flatMap((one) => one.evidence), ...uses];
  if (evidence.length === 0) return undefined;
  const literal = judged.find((one) => one.literal !== undefined)?.literal ?? literalByUse(sources, uses);
  const confidence = weighConfidence(judged, uses);
  const by = first.kind === 'ARG' ? 'argument' : 'environment';
  const common = { name: first.name, by, at: first.span, sources, carriers, evidence, confidence } as const;
  return { ...common, left: [], ...(literal && { literal }) };
}

/** The value that stands in the text, of a name that says nothing, where its use tells what it is. */
function literalByUse(
  sources: readonly Declaration[],
  uses: readonly Evidence[],
): LiteralCredential | undefined {
  if (uses.length === 0) return undefined;
  for (const { value } of sources) {
    if (value?.literal === undefined || !plausibleSecretValue(value.literal)) continue;
    const secret = new Secret(value.literal);
    return { span: value.text.span(), secret, validity: 'unknown', confidence: 'likely' };
  }
  return undefined;
}

function usesOf({ uses }: Declaration): Evidence[] {
  return uses.flatMap(({ as, span }) => (as === undefined ? [] : [{ by: 'use', detail: as, span }]));
}

/** What a carrier's value serves as in the declarations it flows into: a URL's password, a variable that is known. */
function servesIn(carrier: Declaration, takers: Takers, names: Vocabulary): Evidence[] {
  return (takers.get(carrier) ?? []).flatMap(({ name, sources }) =>
    sources.flatMap(({ declaration, as, whole, span }): Evidence[] => {
      if (declaration !== carrier) return [];
      if (as !== undefined) return [{ by: 'use', detail: as, span }];
      const tells = whole && name !== carrier.name && names.isSecret(name);
      return tells ? [{ by: 'use', detail: name, span }] : [];
    }),
  );
}

function weighConfidence(judged: readonly OwnEvidence[], uses: readonly Evidence[]): Confidence {
  const levels = judged.flatMap(({ confidence }) => confidence ?? []);
  const best = CONFIDENCES.find((level) => levels.includes(level));
  if (uses.length > 0) return best === 'likely' || best === 'certain' ? 'certain' : 'likely';
  return best ?? 'possible';
}
