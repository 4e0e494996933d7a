import type { TracedRun } from '../flow/trace.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import { Draft } from './draft.ts';
import { DOTENV_ID, giveVariable } from './give-variable.ts';
import { mendAdds } from './mend-add.ts';
import { mendLeft } from './mend-left.ts';
import type { SecretNeed } from './need.ts';
import { type Plan, placesOf } from './plan.ts';
import {
  nameRuns,
  type Refusal,
  type Rewrite,
  type RewriteFacts,
  type RewriteOptions,
  whereIs,
} from './rewrite.ts';
import { idForVariable } from './secret-id.ts';
import { styleFor } from './style.ts';
import { type Users, usersOf } from './users.ts';
import { doubtsOf, whyNot } from './variable-doubts.ts';

/** Turns a secret that comes in by ARG or ENV into secret mounts of the RUNs that use it. */
export function rewriteVariable(
  secret: TrackedSecret,
  facts: RewriteFacts,
  options: RewriteOptions,
): Rewrite | Refusal {
  const users = usersOf(secret, facts.trace);
  const refused = whyNot(secret, facts, users);
  if (refused !== undefined) return { refused };
  const plan = planOf(secret, facts, options, users);
  const problem = mendLeft(plan) ?? giveAll(plan) ?? mendAdds(plan);
  if (problem !== undefined) return { refused: problem };
  const joined = new Set([
    ...[...plan.moved.values()].flat(),
    ...[...plan.users.map(({ run }) => run), ...plan.inPlace].map(({ instruction }) => instruction),
  ]);
  const apart = ({ instruction }: TracedRun): boolean =>
    !joined.has(instruction) && !plan.draft.drops(instruction);
  const left = { ...users, doubtful: users.doubtful.filter(apart), unknown: users.unknown.filter(apart) };
  plan.doubts.unshift(...doubtsOf(secret, facts, left));
  for (const carrier of secret.carriers)
    if (options.keepArgument !== true || carrier.kind === 'ENV') plan.draft.dropDeclaration(carrier);
  const edits = plan.draft.edits();
  if ('refused' in edits) return edits;
  if (plan.needs.length === 0) plan.needs.push(needOf(plan));
  return { title: titleOf(plan), doubts: plan.doubts, edits, needs: plan.needs };
}

function planOf(secret: TrackedSecret, facts: RewriteFacts, options: RewriteOptions, users: Users): Plan {
  return {
    secret,
    facts,
    options,
    draft: new Draft(facts),
    id: idForVariable(secret.name, facts),
    style: styleFor(facts, options),
    users: [...users.runs],
    inPlace: [],
    moved: new Map(),
    doubts: [],
    needs: [],
  };
}

function giveAll(plan: Plan): string | undefined {
  const { draft, id, style, options, secret, users } = plan;
  // What one step does without, the build does without.
  const asks = users.some((user) => user.asks);
  for (const { run, carriers } of users) {
    const keepArgument = options.keepArgument === true;
    const required = !asks && !keepArgument;
    const all = { id, source: secret.name, carriers: secret.carriers, style, required, keepArgument };
    const gifts = placesOf(plan, run.instruction).flatMap((instruction) =>
      carriers.map((carrier) => ({ instruction, carrier })),
    );
    for (const { instruction, carrier } of gifts)
      if (!giveVariable({ draft, run, instruction, ...all }, carrier))
        return whyNotGiven(run, carrier.name, plan);
  }
  return undefined;
}

function whyNotGiven({ instruction }: TracedRun, name: string, { secret, facts }: Plan): string {
  const where = whereIs(facts, [instruction]);
  if (instruction.exec !== undefined)
    return `the RUN on ${where} is in exec form, where no shell could export ${name}; write it in shell form`;
  return `the RUN on ${where} is read by a shell in which ${name} is not exported here; drop ${name}, and make it of ${secret.name} in that script`;
}

function needOf({ secret, id, style, options, users }: Plan): SecretNeed {
  const argument = secret.sources[0]?.kind === 'ARG' ? { argument: secret.name } : {};
  if (users.length === 0) return { kind: 'nothing', id, ...argument };
  if (options.keepArgument === true) return { kind: 'secret', id, ...argument, keepsArgument: true };
  if (style === 'dotenv') return { kind: 'secret', id: DOTENV_ID, ...argument, dotenv: [secret.name] };
  return { kind: 'secret', id, ...argument };
}

function titleOf(plan: Plan): string {
  const { secret, facts, users, needs, inPlace } = plan;
  const { name } = secret;
  const what = secret.by === 'argument' ? `build argument ${name}` : `ENV ${name}`;
  const [need] = needs;
  if (need?.kind === 'nothing') return `Remove ${what}: nothing in the file uses it`;
  const given = [...users.map(({ run }) => run), ...inPlace].flatMap((run) =>
    placesOf(plan, run.instruction),
  );
  const runs = facts.trace.runs.filter(
    ({ instruction }) => given.includes(instruction) && !plan.draft.drops(instruction),
  );
  if (runs.length === 0) return `Let the builder itself use the secret ${need?.id}, instead of ${what}`;
  return `Mount ${name} as a secret in ${nameRuns(runs)}, instead of ${what}`;
}
