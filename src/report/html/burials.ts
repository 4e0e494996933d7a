import type { ImageLocation } from '../../audit/finding.ts';
import { html, type Markup } from './markup.ts';
import type { Spot } from './spot.ts';

/** A file with a secret that a later layer hides. */
interface Burial {
  path: string;
  effect: 'deleted' | 'overwritten';
  /** Where it lies. */
  layer: number;
  /** Which one hides it. */
  by: number;
}

/** Burials beside the stack, each in a lane in which nothing else lies. */
export interface Lanes {
  burials: readonly Burial[];
  /** Those that are drawn. */
  drawn: readonly { burial: Burial; lane: number }[];
  width: number;
}

const MOST_LANES = 6;
const LANE = 14;
const NODE_Y = 22;

/** Each file of an image that is hidden, once. */
export function burialsOf(spots: readonly Spot[], nameOf: (at: ImageLocation) => string): Burial[] {
  const found = new Map<string, Burial>();
  for (const { finding, at } of spots) {
    if (at.layer === undefined || at.path === undefined) continue;
    if (at.state !== 'deleted' && at.state !== 'overwritten') continue;
    const effect = at.state;
    const by = finding.related.find(
      ({ label, location }) =>
        label.startsWith(effect) && location.kind === 'image' && nameOf(location) === nameOf(at),
    )?.location;
    if (by?.kind !== 'image' || by.layer === undefined) continue;
    const key = `${at.layer.index} ${by.layer.index} ${at.path}`;
    found.set(key, { path: at.path, effect, layer: at.layer.index, by: by.layer.index });
  }
  return [...found.values()];
}

/** The short ones next to the stack; what finds no lane is told in words alone. */
export function lanesOf(burials: readonly Burial[]): Lanes {
  const drawn: { burial: Burial; lane: number }[] = [];
  for (const burial of [...burials].sort((a, b) => a.by - a.layer - (b.by - b.layer))) {
    const taken = new Set(
      drawn
        .filter((one) => one.burial.layer <= burial.by && burial.layer <= one.burial.by)
        .map((one) => one.lane),
    );
    const lane = Array.from({ length: MOST_LANES }, (_, at) => at).find((at) => !taken.has(at));
    if (lane !== undefined) drawn.push({ burial, lane });
  }
  const lanes = Math.max(0, ...drawn.map(({ lane }) => lane + 1));
  return { burials, drawn, width: lanes * LANE };
}

/** The lines beside one layer: from a cross at what hides down to a dot at what is hidden. */
export function gutter(index: number, { drawn, width }: Lanes): Markup | undefined {
  if (width === 0) return undefined;
  const here = drawn.filter(({ burial }) => burial.layer <= index && index <= burial.by);
  return html`<svg class="room" width="${width}" height="1" aria-hidden="true" focusable="false"></svg><svg class="gutter" width="${width}" height="100%" aria-hidden="true" focusable="false">${here.map(
    ({ burial, lane }) => {
      const x = width - lane * LANE - LANE / 2;
      if (index === burial.by)
        return html`<path d="M${width} ${NODE_Y}H${x}"/><line x1="${x}" y1="${NODE_Y}" x2="${x}" y2="100%"/><path class="cross" d="M${x - 4} ${NODE_Y - 4}l8 8m0-8l-8 8"/>`;
      if (index === burial.layer)
        return html`<line x1="${x}" y1="0" x2="${x}" y2="${NODE_Y}"/><path d="M${x} ${NODE_Y}H${width}"/><circle class="node" cx="${x}" cy="${NODE_Y}" r="4"/>`;
      return html`<line x1="${x}" y1="0" x2="${x}" y2="100%"/>`;
    },
  )}</svg>`;
}
