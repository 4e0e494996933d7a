import type { BuildPath } from '../../build/build-path.ts';
import type { Builds } from '../../build/read-builds.ts';
import { distinctEdits } from '../apply-edits.ts';
import type { TextEdit } from '../edit.ts';
import type { SecretNeed } from '../need.ts';
import { actionEdits } from './action-edits.ts';
import { suppliesFor, wordsIn } from './asked.ts';
import { bakeJsonEdits } from './bake-json-edits.ts';
import { codeArtifact } from './code-artifact.ts';
import { commandsFor } from './commands.ts';
import { composeEdits } from './compose-edits.ts';
import { canBeNamed, fallbackDoubts } from './compose-fallback.ts';
import { withNames } from './compose-names.ts';
import { formOf } from './form.ts';
import { hclEdits } from './hcl-edits.ts';
import { lineEdits } from './line-edits.ts';
import { areMended, areProven, isValueKept, sparesOthers, type Wanted } from './proof.ts';
import { withQuotes } from './quoted-scalars.ts';
import { madeValues, remarksFor } from './remarks.ts';
import { stepEdits } from './step-edits.ts';

/** What has to change where a build is started. */
export interface BuildRewrite {
  edits: TextEdit[];
  /** To be pasted where no edit is given; the first line of each says where. */
  commands: string[];
  /** What a person has to know or to do besides. */
  remarks: string[];
  /** What a person has to decide before the edits are right. */
  doubts: string[];
}

export interface RewriteOptions {
  /**
   * All that is known of the repository: edits are given only if the builds that are read of the edited files are those
   * that were wanted, and what one build says of a value helps another that says nothing.
   */
  builds: Builds;
}

/** What a build says of what its Dockerfile asks for; all empty where it supplies everything already. */
export function rewriteBuild(
  path: BuildPath,
  needs: readonly SecretNeed[],
  options: RewriteOptions,
): BuildRewrite {
  const [rewrite] = rewriteBuilds([{ path, needs }], options);
  return rewrite ?? { edits: [], commands: [], remarks: [], doubts: [] };
}

/**
 * The same of several builds. The edits of all of them can be made together: where those of one would spoil another's, in
 * a text that both use, it has commands.
 */
export function rewriteBuilds(
  asked: readonly { path: BuildPath; needs: readonly SecretNeed[] }[],
  { builds }: RewriteOptions,
): BuildRewrite[] {
  const named = withNames(
    asked.map((one) => ({ ...one, supplies: suppliesFor(one.path, one.needs, builds) })),
  );
  const plans = shared(
    named.map((one) => planOf(one, builds)),
    builds,
  );
  const edited = plans.filter(({ edits }) => edits !== undefined);
  const fitting = fitTogether(edited, builds) ? edited : thoseThatFit(edited, builds);
  const kept = new Set(thoseThatSpare(fitting, builds));
  return plans.map((plan) => {
    if (kept.has(plan))
      return {
        edits: plan.edits ?? [],
        commands: [],
        remarks: plan.remarks,
        doubts: [...madeValues(plan.path, plan.supplies), ...fallbackDoubts(plan.supplies, plan.path)],
      };
    const left = isMendedBy([...kept], plan, builds)
      ? { commands: [], remarks: [] }
      : {
          commands: plan.commands(),
          remarks: [...plan.remarks, ...madeValues(plan.path, plan.supplies)],
        };
    return { edits: [], ...left, doubts: [] };
  });
}

interface Plan extends Wanted {
  /** What would do, if nothing else used the same text. */
  draft: readonly TextEdit[];
  /** Absent where there are none that are sure. */
  edits?: TextEdit[];
  commands(): string[];
  remarks: string[];
}

interface Asked extends Wanted {
  needs: readonly SecretNeed[];
}

function planOf({ path, needs, supplies }: Asked, builds: Builds): Plan {
  if (supplies.length === 0) return { path, supplies, draft: [], commands: () => [], remarks: [] };
  const fetched = codeArtifact(path, supplies, builds);
  const isLeft = fetched !== undefined && fetched.edits === undefined;
  const own =
    isLeft || !isForAllShells(path, needs, builds) ? undefined : editsOf({ path, supplies }, builds);
  const isOpen = own === undefined || supplies.some(({ clashes }) => clashes);
  const draft = isOpen ? [] : distinctEdits([...(fetched?.edits ?? []), ...own]);
  const edits = sureEdits(draft, [{ path, supplies }], builds);
  return {
    path,
    supplies,
    draft,
    ...(edits && { edits }),
    commands: () => [...(fetched?.commands ?? []), ...commandsFor(path, supplies)],
    remarks: [...remarksFor(path, supplies), ...(fetched?.remarks ?? [])],
  };
}

/** A matrix may run one text on Windows and elsewhere: what is edited has to be the same for all its shells. */
function isForAllShells({ at, line }: BuildPath, needs: readonly SecretNeed[], builds: Builds): boolean {
  const all = builds.files.flatMap((file) => file.builds);
  const twins = all.filter((one) => one.at.source === at.source && one.at.start === at.start && one.line);
  if (twins.every((one) => one.line?.shell === line?.shell)) return true;
  const edits = twins.map((one) => lineEdits(one, suppliesFor(one, needs, builds), wordsIn(one, builds)));
  const texts = edits.map((one) => JSON.stringify(one?.map(({ start, end, text }) => [start, end, text])));
  return new Set(texts).size === 1;
}

/** A loop or a matrix builds several Dockerfiles by one text: it is edited where all of them ask for the same. */
function shared(plans: readonly Plan[], builds: Builds): Plan[] {
  const groups = new Map<string, Plan[]>();
  for (const plan of plans) {
    if (plan.edits !== undefined || plan.draft.length === 0) continue;
    const places = plan.draft.map(({ source, start, end, text }) => [source.path, start, end, text]);
    const key = JSON.stringify(places);
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  const sure = new Map<Plan, TextEdit[]>();
  for (const group of groups.values()) {
    const [first] = group;
    const edits = first && group.length > 1 ? sureEdits(first.draft, group, builds) : undefined;
    if (edits !== undefined) for (const plan of group) sure.set(plan, edits);
  }
  return plans.map((plan) => {
    const edits = sure.get(plan);
    return edits === undefined ? plan : { ...plan, edits };
  });
}

function fitTogether(plans: readonly Plan[], builds: Builds): boolean {
  return plans.length < 2 || areMended(editsIn(plans), plans, builds);
}

/** True for a build without edits of its own that those of others have mended. */
function isMendedBy(kept: readonly Plan[], plan: Plan, builds: Builds): boolean {
  if (kept.length === 0 || plan.supplies.length === 0 || !fitTogether([...kept, plan], builds)) return false;
  return isValueKept(editsIn(kept), plan, builds);
}

function editsIn(plans: readonly Plan[]): TextEdit[] {
  return plans.flatMap(({ edits }) => edits ?? []);
}

/** Those whose edits leave no other build with half of a change, or with the value of another one. */
function thoseThatSpare(plans: readonly Plan[], builds: Builds): readonly Plan[] {
  if (plans.length === 0 || sparesOthers(editsIn(plans), plans, builds)) return plans;
  const rest = plans.filter(({ edits = [] }) => sparesOthers(edits, plans, builds));
  return rest.length === plans.length ? [] : thoseThatSpare(rest, builds);
}

function thoseThatFit(plans: readonly Plan[], builds: Builds): Plan[] {
  let kept: Plan[] = [];
  for (const plan of plans) if (fitTogether([...kept, plan], builds)) kept = [...kept, plan];
  return kept;
}

/** The edits, if need be with quotes around what they stand in; undefined where they would not do. */
function sureEdits(
  draft: readonly TextEdit[],
  wanted: readonly Wanted[],
  builds: Builds,
): TextEdit[] | undefined {
  if (draft.length === 0) return undefined;
  return [[...draft], withQuotes(draft)].find(
    (edits) => edits !== undefined && areProven(edits, wanted, builds),
  );
}

function editsOf({ path, supplies }: Wanted, builds: Builds): TextEdit[] | undefined {
  switch (formOf(path)) {
    case 'line':
      return lineEdits(path, supplies, wordsIn(path, builds));
    case 'compose':
      return supplies.every((one) => canBeNamed(one, path)) ? composeEdits(path, supplies) : undefined;
    case 'bake':
      return /\.json$/.test(path.at.source.path) ? bakeJsonEdits(path, supplies) : hclEdits(path, supplies);
    case 'action':
      return actionEdits(path, supplies);
    case 'step':
      return stepEdits(path, supplies);
    default:
      return undefined;
  }
}
