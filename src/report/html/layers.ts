import type { ShownLayer } from '../../audit/run.ts';
import { groupedCount } from '../count.ts';
import type { SecretGroup } from '../groups.ts';
import { imageName, placeName } from '../place.ts';
import { shorten } from '../plain-text.ts';
import { burialsOf, gutter, type Lanes, lanesOf } from './burials.ts';
import { CHANNELS } from './channels.ts';
import { severityDot } from './finding.ts';
import { html, type Markup } from './markup.ts';
import type { Spot } from './spot.ts';
import type { View } from './view.ts';

const MOST_SPOTS = 24;

/** Of each image its layers, the topmost first, with the secrets that lie in them. */
export function layersSection(view: View): Markup | undefined {
  const images = byKey(view.groups.flatMap(spotsOf), ({ at }) => imageName(at));
  if (images.size === 0) return undefined;
  return html`<section id="layers"><h2>${images.size === 1 ? 'Image' : 'Images'}, layer by layer</h2>
<p class="lead">A layer is an archive of its own: what a later one deletes or replaces can still be read by everyone who can pull the image.</p>
${[...images].map(([name, spots]) => imageStack(name, spots, view))}</section>`;
}

/** The findings' own places and those where they were found again. */
function spotsOf({ secret, findings }: SecretGroup): Spot[] {
  const name = secret.name ?? secret.kind ?? 'secret';
  return findings.flatMap((finding) => {
    const again = finding.related.filter(({ label }) => label === 'again').map(({ location }) => location);
    const places = [finding.location, ...again].filter((at) => at.kind === 'image');
    return places.map((at) => ({ finding, at, name }));
  });
}

function byKey<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

function imageStack(name: string, spots: readonly Spot[], view: View): Markup {
  const [first] = spots;
  const known = first && view.io.layers?.(first.at.image, first.at.platform);
  const layers = known ?? layersOf(name, spots);
  const inLayers = spots.filter(({ at }) => at.layer !== undefined);
  const outside = spots.filter(({ at }) => at.layer === undefined);
  const burials = burialsOf(inLayers, imageName);
  const lanes = lanesOf(burials);
  const biggest = Math.max(1, ...layers.map(({ size = 0 }) => size));
  const byLayer = byKey(inLayers, ({ at }) => at.layer?.index);
  return html`<div class="card image"><h3>${name}</h3>
${outside.length > 0 && html`<div class="outside"><h4>Config, history and what goes with them</h4><ul class="spots">${outsideItems(outside, view)}</ul></div>`}
${
  layers.length > 0 &&
  html`<ol class="stack" reversed>${[...layers]
    .sort((a, b) => b.index - a.index)
    .map((layer) => layerRow(layer, { spots: byLayer.get(layer.index) ?? [], lanes, biggest, view }))}</ol>`
}
${known === undefined && layers.length > 0 && html`<p class="aside">Only the layers that hold something are shown.</p>`}</div>
`;
}

/** What the findings tell of layers. */
function layersOf(name: string, spots: readonly Spot[]): ShownLayer[] {
  const all = spots.flatMap(({ finding, at }) => [at, ...finding.related.map(({ location }) => location)]);
  const layers = new Map<number, ShownLayer>();
  for (const at of all)
    if (at.kind === 'image' && at.layer !== undefined && imageName(at) === name)
      layers.set(at.layer.index, at.layer);
  return [...layers.values()];
}

interface RowContext {
  spots: readonly Spot[];
  lanes: Lanes;
  biggest: number;
  view: View;
}

function layerRow(layer: ShownLayer, { spots, lanes, biggest, view }: RowContext): Markup {
  const { index, instruction, size, digest } = layer;
  const ends = lanes.burials.filter(({ by }) => by === index);
  const facts = [size !== undefined && bytes(size), digest?.slice(0, 'sha256:'.length + 12)].filter(
    (fact) => fact !== undefined && fact !== false,
  );
  return html`<li class="${spots.length > 0 ? 'layer holds' : 'layer'}">${gutter(index, lanes)}<div class="slab"><p class="layer-head"><span class="index">${index}</span>${instruction === undefined ? html`<span class="aside">layer ${index}</span>` : html`<code>${shorten(instruction)}</code>`}</p>
${(facts.length > 0 || size !== undefined) && html`<p class="layer-facts">${size !== undefined && sizeBar(size, biggest)}${facts.join(' · ')}</p>`}${
  ends.length > 0 &&
  html`<p class="buries">${ends
    .slice(0, MOST_SPOTS)
    .map(
      ({ path, effect, layer: below }) =>
        html`<span>${effect === 'deleted' ? 'deletes' : 'replaces'} <code>${path}</code>, which stays in layer ${below}</span> `,
    )}${ends.length > MOST_SPOTS && `and ${ends.length - MOST_SPOTS} more`}</p>`
}${spots.length > 0 && html`<ul class="spots">${spotItems(spots, view)}</ul>`}</div></li>
`;
}

function sizeBar(size: number, biggest: number): Markup {
  const width = Math.max(1, Math.round((60 * size) / biggest));
  return html`<svg class="size" width="60" height="6" aria-hidden="true" focusable="false"><rect class="all" width="60" height="6" rx="3"/><rect class="part" width="${width}" height="6" rx="3"/></svg>`;
}

function spotItems(spots: readonly Spot[], view: View): Markup {
  const shown = spots.slice(0, MOST_SPOTS);
  return html`${shown.map((spot) => {
    const { at, name } = spot;
    const hidden = at.state === 'deleted' || at.state === 'overwritten' ? `, ${at.state} later` : '';
    const where =
      at.path === undefined ? placeName(at) : `${at.path}${at.line === undefined ? '' : `:${at.line}`}`;
    return html`<li class="${hidden === '' ? 'spot' : 'spot hidden-later'}">${spotLink(spot, where, view)} <span class="aside">${name}${hidden}</span></li>`;
  })}${more(spots.length - MOST_SPOTS)}`;
}

/** Each finding once, with the number of its other places. */
function outsideItems(spots: readonly Spot[], view: View): Markup {
  const byFinding = [...byKey(spots, ({ finding }) => finding).values()];
  return html`${byFinding.slice(0, MOST_SPOTS).map((own) => {
    const [first] = own;
    if (first === undefined) return undefined;
    const where = first.at.path ?? first.at.pointer ?? placeName(first.at);
    return html`<li class="spot">${spotLink(first, where, view)} <span class="aside">${first.name} ${CHANNELS[first.at.channel]}${own.length > 1 && `, and in ${groupedCount(own.length - 1, 'more place')}`}</span></li>`;
  })}${more(byFinding.length - MOST_SPOTS)}`;
}

function spotLink({ finding }: Spot, where: string, view: View): Markup {
  return html`<a href="#${view.idOf(finding)}">${severityDot(finding.severity)}<code>${where}</code></a>`;
}

function more(left: number): Markup | undefined {
  return left > 0
    ? html`<li class="aside">and ${groupedCount(left, 'more place')}, listed above</li>`
    : undefined;
}

function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [size, 0];
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
