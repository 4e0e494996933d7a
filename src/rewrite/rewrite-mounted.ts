import type { TrackedSecret } from '../flow/tracked-secret.ts';
import { Draft } from './draft.ts';
import { mendLeft } from './mend-left.ts';
import type { Plan } from './plan.ts';
import { type Refusal, type Rewrite, type RewriteFacts, type RewriteOptions, whereIs } from './rewrite.ts';

/** Keeps a mounted secret out of the layers and caches of the RUN that copies it somewhere. */
export function rewriteMounted(
  secret: TrackedSecret,
  facts: RewriteFacts,
  options: RewriteOptions,
): Rewrite | Refusal {
  const kept = secret.left.filter(({ stay }) => stay.channel === 'layer');
  if (kept.length === 0) return { refused: whatElse(secret, facts) };
  const plan: Plan = {
    secret,
    facts,
    options,
    draft: new Draft(facts),
    id: secret.name,
    style: 'file',
    users: [],
    inPlace: [],
    moved: new Map(),
    doubts: [],
    needs: [],
  };
  const refused = mendLeft(plan);
  if (refused !== undefined) return { refused };
  const edits = plan.draft.edits();
  if ('refused' in edits) return edits;
  const title = `Leave no copy of the secret ${secret.name} behind`;
  return { title, doubts: plan.doubts, edits, needs: [] };
}

function whatElse({ left }: TrackedSecret, facts: RewriteFacts): string {
  const [first] = left;
  if (first === undefined)
    return 'it leaves nothing that a rewrite could take away: what uses the secret has to be changed by hand';
  const where = whereIs(facts, [first.stay.instruction]);
  if (first.stay.channel === 'log') return `take out what prints it on ${where}: a command, set -x, or env`;
  return `write it on ${where} to a place that is no cache mount, or remove it at the end of the same RUN`;
}
