import type { Finding, Labelled } from '../../audit/finding.ts';
import { placeName } from '../place.ts';
import { shorten } from '../plain-text.ts';
import { CACHE_RULE } from './cache-map.ts';
import { CHANNELS } from './channels.ts';
import { html, type Markup } from './markup.ts';

/** A step of a secret's way and what comes of it. */
interface Step {
  /** Of what is the same step. */
  key: string;
  label: string;
  place: string;
  fullPlace: string;
  next: Step[];
}

/** A step as a line of the drawing. */
interface Row {
  step: Step;
  lane: number;
  /** Where the line comes from that leads here; none at a source. */
  from: number | undefined;
  /** Lanes that go past. */
  past: readonly number[];
}

const MOST_ROWS = 80;
/** Of one secret; the longest ones. */
const MOST_WAYS = 100;
const MOST_LANES = 7;
const LANE = 16;
const NODE_Y = 13;

/** The ways of one secret, from its sources to where it ends, drawn as one tree; nothing where no way is known. */
export function wayDrawing(findings: readonly Finding[]): Markup | undefined {
  const others = findings.filter(({ rule }) => rule !== CACHE_RULE);
  const ways = (others.some(({ flow }) => flow.length > 0) ? others : findings)
    .map((finding) => ({ finding, steps: stepsOf(finding) }))
    .filter(({ steps }) => steps.length > 0)
    .sort((a, b) => b.steps.length - a.steps.length);
  if (ways.length === 0) return undefined;
  const drawn = ways.slice(0, MOST_WAYS);
  const rows = rowsOf(treeOf(drawn.map(({ steps }) => steps)));
  const shown = rows.slice(0, MOST_ROWS);
  const width = (Math.max(...shown.map(({ lane }) => Math.min(lane, MOST_LANES))) + 1) * LANE;
  const isWhole = rows.length === shown.length && ways.length === drawn.length;
  return html`<section class="way"><h4>Its way</h4><ol>${shown.map((row) => rowDrawing(row, width))}</ol>${
    !isWhole && html`<p class="more">Not drawn to its end: it goes to ${ways.length} places.</p>`
  }</section>`;
}

/** Ways that begin with the same steps share them; one that begins amid another turns off there. */
function treeOf(ways: readonly (readonly Labelled[])[]): Step[] {
  const roots: Step[] = [];
  const nameOf = shortNames(ways.flat());
  const all = new Map<string, Step>();
  for (const way of ways) {
    let level = roots;
    for (const [index, { label, location }] of way.entries()) {
      const isEnd = index === way.length - 1;
      const fullPlace = placeName(location);
      const place = isEnd && location.kind === 'image' ? fullPlace : nameOf(location);
      const key = keyOf(label, fullPlace);
      const known = index === 0 ? all.get(key) : level.find((one) => one.key === key);
      const step: Step = known ?? { key, label, place, fullPlace, next: [] };
      if (known === undefined) level.push(step);
      else if (label.length > known.label.length) known.label = label;
      if (!all.has(key)) all.set(key, step);
      level = step.next;
    }
  }
  return roots;
}

/** `Dockerfile:4`; with its folders where there are two files of that name. */
function shortNames(steps: readonly Labelled[]): (location: Labelled['location']) => string {
  const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const paths = steps.flatMap(({ location }) => (location.kind === 'source' ? [location.path] : []));
  const names = [...new Set(paths)].map(lastPart);
  return (location) => {
    if (location.kind === 'image')
      return location.layer === undefined ? placeName(location) : `layer ${location.layer.index}`;
    const { path, startLine } = location;
    const name = lastPart(path);
    return `${names.indexOf(name) === names.lastIndexOf(name) ? name : path}:${startLine}`;
  };
}

/** Of one line. What follows a comma, `ENV TOKEN, kept in the image config`, is not told of each way. */
function keyOf(label: string, place: string): string {
  return `${place.replace(/:\d+$/, '')} ${label.replace(/,.*$/s, '')}`;
}

/** In an image the end is the place itself: what the way tells before it is how it came there. */
function stepsOf({ flow, location }: Finding): readonly Labelled[] {
  if (location.kind === 'source') return flow;
  return [...flow, { label: CHANNELS[location.channel], location }];
}

/** The longest branch goes straight on, the others turn off before it. */
function rowsOf(roots: readonly Step[]): Row[] {
  const rows: Row[] = [];
  const walk = (step: Step, lane: number, from: number | undefined, past: readonly number[]): void => {
    rows.push({ step, lane, from, past });
    const branches = [...step.next].sort((a, b) => lengthOf(a) - lengthOf(b));
    const straight = branches.pop();
    for (const branch of branches) walk(branch, lane + 1, lane, [...past, lane]);
    if (straight !== undefined) walk(straight, lane, lane, past);
  };
  for (const root of roots) walk(root, 0, undefined, []);
  return rows;
}

function lengthOf({ next }: Step): number {
  return 1 + Math.max(0, ...next.map(lengthOf));
}

function rowDrawing({ step, lane, from, past }: Row, width: number): Markup {
  const isEnd = step.next.length === 0;
  const kind = isEnd ? 'end' : from === undefined ? 'source' : 'hop';
  return html`<li class="${kind}"><svg class="room" width="${width}" height="1" aria-hidden="true" focusable="false"></svg><svg class="rail" width="${width}" height="100%" aria-hidden="true" focusable="false">${past
    .filter((one) => one <= MOST_LANES)
    .map((one) => line(one, '0', '100%'))}${
    from !== undefined && (from === lane ? line(lane, '0', `${NODE_Y}`) : turn(from, lane))
  }${!isEnd && line(lane, `${NODE_Y}`, '100%')}${node(kind, lane)}</svg><div><span class="label">${shorten(step.label)}</span> <code title="${step.fullPlace}">${step.place}</code></div></li>`;
}

function node(kind: 'source' | 'hop' | 'end', lane: number): Markup {
  const x = xOf(lane);
  if (kind === 'end')
    return html`<rect class="node" x="${x - 5}" y="${NODE_Y - 5}" width="10" height="10" rx="2"/>`;
  return html`<circle class="node" cx="${x}" cy="${NODE_Y}" r="${kind === 'source' ? 5 : 4}"/>`;
}

function line(lane: number, from: string, to: string): Markup {
  return html`<line x1="${xOf(lane)}" y1="${from}" x2="${xOf(lane)}" y2="${to}"/>`;
}

function turn(from: number, to: number): Markup {
  const [a, b] = [xOf(from), xOf(to)];
  return html`<path d="M${a} 0C${a} ${NODE_Y} ${a} ${NODE_Y} ${b} ${NODE_Y}"/>`;
}

function xOf(lane: number): number {
  return Math.min(lane, MOST_LANES) * LANE + LANE / 2;
}
