import { variablesIn } from '../dockerfile/word-parts.ts';
import type { Declaration } from '../flow/declaration.ts';
import type { TrackedSecret } from '../flow/tracked-secret.ts';
import { type RewriteFacts, whereIs } from './rewrite.ts';
import { runTimeNeed } from './run-time.ts';
import { isForTools } from './tools.ts';
import type { Users } from './users.ts';

/** Why a secret of an ARG or ENV cannot become a mount, with what to do instead; undefined where it can. */
export function whyNot(secret: TrackedSecret, facts: RewriteFacts, { runs }: Users): string | undefined {
  const { name, carriers } = secret;
  const uses = carriers.flatMap((carrier) => carrier.uses);
  const triggers = new Set(facts.file.instructions.flatMap(({ trigger }) => trigger ?? []));
  const all = [...carriers, ...uses, ...runs.map(({ run }) => run)];
  if (all.some(({ instruction }) => triggers.has(instruction)))
    return `ONBUILD hands ${name} to images to come; rewrite it together with the Dockerfiles that start from this image`;
  for (const { byBuilder, instruction, as } of uses) {
    if (!byBuilder || (instruction.keyword === 'ADD' && as?.endsWith('of a URL') === true)) continue;
    const { keyword } = instruction;
    const where = whereIs(facts, [instruction]);
    if (keyword === 'FROM')
      return `${name} reaches FROM on ${where}; log in to the registry before the build instead`;
    return `${keyword} on ${where} is given ${name} by the builder, where no secret mount reaches; move it into a RUN`;
  }
  const asking = facts.trace.declarations.find((one) => !carriers.includes(one) && asks(one, secret));
  if (asking !== undefined)
    return `${asking.kind} ${asking.name} on ${whereIs(facts, [asking.instruction])} asks whether ${name} is given; let a build argument of its own say so`;
  const kept = carriers.find((carrier) => runTimeNeed(carrier, facts.trace, runs.length > 0) === 'yes');
  if (kept === undefined) return undefined;
  const starts =
    runs.length === 0
      ? 'no step of the build uses it, so the running container may need it'
      : 'the container needs it to run';
  return `${starts}: drop ENV ${kept.name} and pass the value when the container starts (docker run --env ${kept.name}, env_file: or secrets: of compose, a Kubernetes Secret)`;
}

/** True where a value is made of whether there is a secret: `${TOKEN:+yes}`. */
function asks({ value, stage }: Declaration, { carriers }: TrackedSecret): boolean {
  const names = new Set(carriers.flatMap((one) => (one.stage === stage ? one.name : [])));
  return [...variablesIn(value?.parts ?? [])].some((part) => names.has(part.name));
}

/** What a person has to decide before the rewrite is right. */
export function doubtsOf(secret: TrackedSecret, facts: RewriteFacts, users: Users): string[] {
  const { runs, unknown } = users;
  const { name, carriers, sources, literal } = secret;
  const doubts: string[] = [];
  const kept = carriers.find((carrier) => runTimeNeed(carrier, facts.trace, runs.length > 0) === 'perhaps');
  if (kept !== undefined)
    doubts.push(
      `ENV ${kept.name} is gone from the image: if the container needs it to run, pass it when it starts`,
    );
  const doubtful = carriers.some((carrier) => isForTools(carrier.name)) ? unknown : users.doubtful;
  if (doubtful.length > 0)
    doubts.push(
      `what runs on ${whereIs(
        facts,
        doubtful.map(({ instruction }) => instruction),
      )} may read ${name} too, and does not get it`,
    );
  if (literal !== undefined) doubts.push('the value stood in the file: revoke it, and supply a new one');
  else if (sources.some(({ value }) => value?.literal !== undefined && value.literal !== ''))
    doubts.push(`${name} had a default: a build has to supply the secret now`);
  return doubts;
}
