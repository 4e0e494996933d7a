import type { Declaration } from './declaration.ts';
import type { Hop } from './hop.ts';
import { hopsTo, inStage } from './hops.ts';
import type { Origin } from './origin.ts';
import type { SecretOrigin } from './origin-secret.ts';
import { isHidden, type Stay } from './stay.ts';
import { stepsOf, type Trail } from './taint.ts';
import type { Left, TrackedSecret } from './tracked-secret.ts';

/** Where steps leave each secret. */
export function leftBehind(
  stays: readonly Stay[],
  secrets: readonly SecretOrigin[],
): ReadonlyMap<TrackedSecret, Left[]> {
  const byOrigin = new Map<Origin, TrackedSecret[]>();
  for (const { secret, origin } of secrets) {
    const others = byOrigin.get(origin);
    if (others === undefined) byOrigin.set(origin, [secret]);
    else others.push(secret);
  }
  const left = new Map<TrackedSecret, Left[]>();
  for (const stay of stays) {
    for (const origin of carriedBy(stay, byOrigin)) {
      for (const secret of byOrigin.get(origin) ?? []) {
        const one = leave(secret, origin, stay);
        const others = left.get(secret);
        if (others === undefined) left.set(secret, [one]);
        else others.push(one);
      }
    }
  }
  return left;
}

/** The origins that both know of, from the shorter list. */
function carriedBy({ taint }: Stay, byOrigin: ReadonlyMap<Origin, unknown>): Origin[] {
  if (taint.size <= byOrigin.size) return [...taint.keys()].filter((origin) => byOrigin.has(origin));
  return [...byOrigin.keys()].filter((origin) => taint.has(origin));
}

function leave(secret: TrackedSecret, origin: Origin, stay: Stay): Left {
  const trail = stay.taint.get(origin);
  const confidence = trail?.doubtful === true ? 'possible' : secret.confidence;
  return { stay, confidence, flow: [...start(origin, secret), ...stepsOf(trail), ...end(stay, trail)] };
}

function start(origin: Origin, { carriers }: TrackedSecret): Hop[] {
  switch (origin.kind) {
    case 'mount': {
      const { name, span, mount } = origin;
      const ways = [mount.target, mount.env === undefined ? undefined : `$${mount.env}`];
      return [
        {
          label: `secret mount ${name}, as ${ways.filter((way) => way !== undefined).join(' and ')}`,
          at: span,
        },
      ];
    }
    case 'output':
      return [{ label: `output of ${origin.known ?? origin.name}`, at: origin.span }];
    case 'literal':
      return [{ label: 'in the text', at: origin.span }];
    case 'file':
      return [];
    default:
      return hopsTo(origin satisfies Declaration, carriers);
  }
}

function end(stay: Stay, trail: Trail | undefined): Hop[] {
  const { channel, instruction, stage, at, removed } = stay;
  const place = stage.inImage ? 'in the image' : inStage(stage);
  if (channel === 'log') return [];
  if (channel === 'cache-mount') return [{ label: 'stays in the cache mount, for every later build', at }];
  const layer = `stays in the layer of this ${instruction.keyword}, ${place}`;
  const stays = { label: layer, at: trail === undefined ? at : instruction.keywordSpan };
  if (removed === undefined || !isHidden(stay)) return [stays];
  return [stays, { label: `${removed.instruction.keyword} removes it too late`, at: removed.at }];
}
