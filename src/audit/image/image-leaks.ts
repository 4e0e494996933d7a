import type { Patience } from '../../config/patience.ts';
import type { CredentialScanner, KnownSecret } from '../../credentials/scanner.ts';
import type { Vocabulary } from '../../credentials/vocabulary.ts';
import { parseHistories } from '../../image/history.ts';
import type { Image, Layer, LooseText } from '../../image/image.ts';
import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';
import { type OwnCredentials, scannerFor } from '../scanner-for.ts';
import { type JudgedText, judgeTexts } from './judge-text.ts';
import type { LayerCache } from './layer-cache.ts';
import type { LayerPlace } from './layer-place.ts';
import type { LayerScan } from './layer-scan.ts';
import { crowdedReason, type LeakRoom } from './leak-room.ts';
import { Pile, type Tell } from './pile.ts';
import type { Progress } from './progress.ts';
import { type LayerSearch, scanLayers } from './scan-layers.ts';
import { type ImageText, imageTexts, looseTexts } from './texts.ts';

/** Values that are looked for everywhere, for which each costs. */
const MOST_KNOWN = 500;

/** What layers that several images of one source share were found to hold, by blob and known secrets. */
export type LayerMemory = Map<string, LayerScan>;

/** How an image is looked at. */
export interface ImageLook {
  /** Files of its source that belong to no image, told with this one. */
  loose?: readonly LooseText[];
  /** Shared by the images of one source, whose layers are then read once. */
  memory?: LayerMemory;
  /** What earlier runs found. */
  cache?: LayerCache | undefined;
  tell: Tell;
  /** What the project knows besides. */
  own?: OwnCredentials | undefined;
  progress?: Progress | undefined;
  signal?: AbortSignal | undefined;
  /** Shared by the images of a run. */
  room: LeakRoom;
  /** What ends the judging of its texts. */
  patience?: Patience | undefined;
  /** Gets what the texts hold before the layers are read. */
  early?: ((leaks: readonly Leak[]) => void) | undefined;
}

/**
 * Every place of an image that holds a credential. A value that a name gave away, a build argument in the history
 * say, is looked for everywhere else too.
 */
export async function imageLeaks(image: Image, look: ImageLook): Promise<Leak[]> {
  const place: Pick<ImageLocation, 'kind' | 'image' | 'platform'> = {
    kind: 'image',
    image: image.name,
    ...(image.platform !== undefined && { platform: image.platform }),
  };
  const plain = scannerFor(look.own);
  const texts = () => allTexts(image, look.loose ?? [], plain.names);
  const judge = (scanner: CredentialScanner, room: LeakRoom) =>
    withRoom(judgeTexts(texts(), place, scanner, look.patience), room);
  const before = look.room.trial();
  const first = judge(plain, look.room);
  const all = knownSecrets(first.judged.flatMap(({ leaks }) => leaks));
  const known = all.slice(0, MOST_KNOWN);
  if (all.length > MOST_KNOWN)
    look.tell.note({
      what: image.name,
      reason: `only the first ${MOST_KNOWN} of ${all.length} values that names give away are looked for elsewhere`,
    });
  const scanner = known.length === 0 ? plain : scannerFor(look.own, known);
  const second = known.length === 0 ? first : judge(scanner, before);
  const ended = look.patience?.reason;
  // Of a round that was ended the one before says more.
  const { judged, isCrowded } = ended === undefined ? second : first;
  const leaks = Array.from(judged, ({ text, leaks }) => withoutRepeats(text, leaks)).flat();
  if (ended !== undefined)
    look.tell.skip({ what: image.name, reason: `not all of its texts were judged: ${ended.message}` });
  if (isCrowded) look.tell.skip({ what: `the texts of ${image.name}`, reason: crowdedReason });
  look.early?.(leaks);
  return [...leaks, ...(await layerLeaks(image, place, { scanner, known, own: look.own }, look))];
}

/** What there is room for, up to the first that is sure and has none. */
function withRoom(all: Iterable<JudgedText>, room: LeakRoom): { judged: JudgedText[]; isCrowded: boolean } {
  const judged: JudgedText[] = [];
  for (const { text, leaks } of all) {
    const listed = leaks.filter((leak) => room.take(leak));
    judged.push({ text, leaks: listed });
    if (leaks.some((leak) => leak.confidence !== 'possible' && !listed.includes(leak)))
      return { judged, isCrowded: true };
  }
  return { judged, isCrowded: false };
}

function* allTexts(image: Image, loose: readonly LooseText[], names: Vocabulary): Generator<ImageText> {
  yield* imageTexts(image, names);
  for (const one of loose) yield* looseTexts(one);
}

/** Values that only their name tells: a format finds its own everywhere. */
function knownSecrets(leaks: readonly Leak[]): KnownSecret[] {
  const known = new Map<string, KnownSecret>();
  for (const { secret, what, confidence } of leaks) {
    if (secret.kind !== undefined || confidence === 'possible') continue;
    // A plain word would be found all over an image's files.
    if (/^[a-z]*$/i.test(secret.value.reveal())) continue;
    const name = secret.name === undefined ? {} : { name: secret.name };
    known.set(secret.value.reveal(), { secret: secret.value, label: what, ...name });
  }
  return [...known.values()];
}

/** A build argument's value was told under its name; the whole history entry tells it once more. */
function withoutRepeats({ channel, name }: ImageText, leaks: Leak[]): Leak[] {
  return channel === 'history' && name === undefined
    ? leaks.map((leak) => ({ ...leak, inText: true }))
    : leaks;
}

async function layerLeaks(
  image: Image,
  place: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
  search: LayerSearch,
  { memory = new Map(), cache, tell, room, progress, signal }: ImageLook,
): Promise<readonly Leak[]> {
  const secrets = JSON.stringify(search.known.map(({ secret }) => secret.reveal()).sort());
  const keyOf = (layer: Layer): string => `${secrets}\n${layer.blob}`;
  const unread = [...new Map(image.layers.map((layer) => [keyOf(layer), layer]))].filter(
    ([key]) => !memory.has(key),
  );
  const scans = await scanLayers(
    unread.map(([, layer]) => layer),
    {
      ...search,
      place: (layer) => placeOf(layer, place),
      cache,
      progress,
      image,
      signal,
      room: room.trial(),
    },
  );
  for (const [index, [key]] of unread.entries()) {
    const scan = scans[index];
    if (scan !== undefined) memory.set(key, scan);
  }
  const scanOf = (layer: Layer) => memory.get(keyOf(layer));
  return image.kind === 'unreferenced'
    ? image.layers.flatMap((layer) => looseLeaks(layer, scanOf(layer), placeOf(layer, place), { tell, room }))
    : piledLeaks(image, scanOf, place, { tell, room });
}

function piledLeaks(
  image: Image,
  scanOf: (layer: Layer) => LayerScan | undefined,
  place: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
  { tell, room }: Pick<ImageLook, 'tell' | 'room'>,
): readonly Leak[] {
  const makers = layerMakers(image);
  const pile = new Pile(tell, room);
  for (const layer of image.layers) {
    const scan = scanOf(layer);
    if (scan !== undefined) pile.add(scan, placeOf(layer, place), makers.get(layer));
  }
  return pile.leaks;
}

/** A blob that no image refers to lies on no other one. */
function looseLeaks(
  layer: Layer,
  scan: LayerScan | undefined,
  place: LayerPlace,
  { tell, room }: Pick<ImageLook, 'tell' | 'room'>,
): Leak[] {
  if (scan === undefined) return [];
  const pile = new Pile(tell, room);
  pile.add(scan, place);
  return pile.leaks.map(({ at: { layer: _, state: __, ...at }, ...leak }) => {
    return { ...leak, at: { ...at, channel: 'unreferenced-blob', pointer: layer.blob } };
  });
}

function placeOf(
  { index, digest, diffId }: Layer,
  place: Pick<ImageLocation, 'kind' | 'image' | 'platform'>,
): LayerPlace {
  const layer = { index, ...(digest !== undefined && { digest }), ...(diffId !== undefined && { diffId }) };
  return { ...place, layer };
}

/** The instruction of each layer. Build arguments are cut off: they may be secrets that nothing tells. */
function layerMakers({ config, layers }: Image): Map<Layer, string> {
  const parsed = parseHistories(config.history);
  return new Map(
    layers.flatMap((layer): [Layer, string][] => {
      const index = layer.history === undefined ? -1 : config.history.indexOf(layer.history);
      const entry = parsed[index];
      if (entry === undefined || layer.history === undefined) return [];
      return [[layer, `${entry.instruction} ${layer.history.createdBy.slice(entry.bodyStart)}`.trim()]];
    }),
  );
}
