import type { Instruction, ParsedDockerfile } from '../../dockerfile/instruction.ts';
import { type Stage, stagesOf } from '../../dockerfile/stages.ts';
import { type ParsedHistory, parseHistories } from '../../image/history.ts';
import type { HistoryEntry, Image } from '../../image/image.ts';
import type { Finding, ImageLocation } from '../finding.ts';
import { alignHistory, type Maker } from './align-history.ts';

/** A Dockerfile that an image was built from, as it was audited. */
export interface BuiltFrom {
  file: ParsedDockerfile;
  findings: readonly Finding[];
  /** The stage that was built; else the last. */
  target?: string;
}

/** What tells where the parts of one image come from. */
export interface Attribution {
  /** The base image that a place of the image was taken over from, where it was. */
  base(at: ImageLocation): string | undefined;
  /** The part of the Dockerfile that made a place, and what its audit says of that. */
  origin(at: ImageLocation, name?: string): Pick<Finding, 'origin' | 'flow' | 'fixes'> | undefined;
  /** How much of the Dockerfile the history shows; 0 where it is of another image. */
  share: number;
}

/** The instruction that each field of the config comes from. */
const MAKERS: Readonly<Record<string, string>> = {
  'config.env': 'ENV',
  'config.label': 'LABEL',
  'config.cmd': 'CMD',
  'config.entrypoint': 'ENTRYPOINT',
  'config.healthcheck': 'HEALTHCHECK',
  'config.onbuild': 'ONBUILD',
};
const BASE_NAME = 'org.opencontainers.image.base.name';
/** What these tell of is in a layer. */
const LEAVES = new Set([
  'secret-written-to-layer',
  'secret-removed-too-late',
  'copied-credential-file',
  'hardcoded-credential',
  'credential-in-url',
]);
/** What these tell of is in the config. */
const KEEPS = new Set(['secret-in-env', 'secret-arg-in-env', 'secret-in-metadata', 'hardcoded-credential']);
/** Instructions that make layers. */
const LAYERED = new Set(['RUN', 'COPY', 'ADD']);
/** Of a Dockerfile's instructions, the share that a history of its image shows at least. */
export const SAME_BUILD = 0.5;
/** Stages that are held against a history. */
const MOST_TARGETS = 20;
/** Instructions that leave no entry in a history. */
const UNSEEN = new Set(['FROM', 'ONBUILD', 'SHELL']);

/**
 * Holds an image against what it was made from.
 *
 * @param base an image whose layers may be this one's lowest: how many of them are, and its name
 */
export function attribute(
  image: Image,
  { from, base }: { from?: BuiltFrom | undefined; base?: { name: string; layers: number } | undefined },
): Attribution {
  const { history } = image.config;
  const parsed = parseHistories(history);
  const { stages, made, share } = bestBuild(history, parsed, from);
  const isSame = share >= SAME_BUILD;
  // What has an instruction, if only by its kind, is not said to be the base image's.
  const lowest = from !== undefined && isSame ? Math.min(...made.keys(), history.length) : 0;
  const own = base === undefined ? lowest : entriesOf(image, base.layers);
  const name = base?.name ?? labelledBase(image) ?? outerBase(stages) ?? 'another image';
  const entryAt = (at: ImageLocation): number | undefined => entryOf(image, parsed, at);
  return {
    share,
    base: (at) => {
      const entry = entryAt(at);
      const isBelow = at.layer !== undefined && at.layer.index < (base?.layers ?? 0);
      return isBelow || (entry !== undefined && entry < own) ? name : undefined;
    },
    origin: (at, secret) => {
      const entry = entryAt(at);
      const maker = entry === undefined || !isSame ? undefined : made.get(entry);
      const isAlone = entry !== undefined && isOnlyMaker(image, parsed, at, entry);
      return from && maker?.sure && isAlone ? originOf(maker.instruction, from, at, secret) : undefined;
    },
  };
}

interface Build {
  /** Those that are the image, the lowest first. */
  stages: readonly Stage[];
  made: ReadonlyMap<number, Maker>;
  /** Of the instructions, those that the history shows for sure. */
  share: number;
}

/** The stage that was asked for; else the one that the history shows most of, the later one of equals. */
function bestBuild(
  history: readonly HistoryEntry[],
  parsed: readonly ParsedHistory[],
  from: BuiltFrom | undefined,
): Build {
  const none: Build = { stages: [], made: new Map(), share: 1 };
  if (from === undefined) return none;
  const { stages, target } = stagesOf(from.file, from.target);
  const targets = from.target === undefined ? stages.slice(-MOST_TARGETS) : [target];
  const builds = targets.flatMap((stage): Build[] => {
    const chain = chainOf(stage);
    const instructions = chain.flatMap((one) => one.instructions);
    const made = alignHistory(history, parsed, instructions);
    const seen = instructions.filter(({ keyword }) => !UNSEEN.has(keyword)).length;
    const sure = [...made.values()].filter((maker) => maker.sure).length;
    return [{ stages: chain, made, share: seen === 0 ? 0 : sure / seen }];
  });
  return builds.reduce((best, one) => (one.share >= best.share ? one : best), { ...none, share: 0 });
}

function chainOf(target: Stage | undefined): Stage[] {
  const chain: Stage[] = [];
  for (let stage = target; stage !== undefined; stage = stage.base) chain.unshift(stage);
  return chain;
}

/** False for a layer that several instructions made together, as buildah does: its entry is the last one's. */
function isOnlyMaker(
  { config }: Image,
  parsed: readonly ParsedHistory[],
  { layer }: ImageLocation,
  entry: number,
): boolean {
  if (layer === undefined) return true;
  const before = config.history.slice(0, entry).findLastIndex(({ emptyLayer }) => !emptyLayer);
  const makers = parsed.slice(before + 1, entry + 1).filter(({ instruction }) => LAYERED.has(instruction));
  return makers.length < 2;
}

function labelledBase({ annotations, config }: Image): string | undefined {
  return annotations.find(({ key }) => key === BASE_NAME)?.value ?? config.labels[BASE_NAME];
}

function outerBase([lowest]: readonly Stage[]): string | undefined {
  return lowest === undefined || /^scratch$|\$/.test(lowest.baseText) ? undefined : lowest.baseText;
}

/** How many entries of the history stand for the lowest layers. */
function entriesOf({ config, layers }: Image, count: number): number {
  const last = layers[count - 1]?.history;
  return last === undefined ? 0 : config.history.indexOf(last) + 1;
}

/** The number of the history entry that a place belongs to; a field of the config to the last one that sets it. */
function entryOf(
  { config, layers }: Image,
  parsed: readonly ParsedHistory[],
  { layer, channel, pointer = '', name }: ImageLocation,
): number | undefined {
  if (channel === 'history') return Number(/^history\[(\d+)\]/.exec(pointer)?.[1]);
  const made = layer === undefined ? undefined : layers[layer.index]?.history;
  if (made !== undefined) return config.history.indexOf(made);
  const entry = config.history.findLastIndex(
    ({ createdBy }, at) =>
      parsed[at]?.instruction === MAKERS[channel] && (name === undefined || createdBy.includes(name)),
  );
  return entry === -1 ? undefined : entry;
}

/**
 * Of the Dockerfile's findings the one about the secret, best one whose way leads through the instruction; for a
 * file of a layer, where only its content gave it away, the one that says what the instruction leaves there.
 */
function originOf(
  { span }: Instruction,
  { file: { source }, findings }: BuiltFrom,
  { channel }: ImageLocation,
  name: string | undefined,
): Pick<Finding, 'origin' | 'flow' | 'fixes'> {
  const startLine = source.position(span.start).line;
  const endLine = source.position(span.end).line;
  const passes = ({ location, flow }: Finding): boolean =>
    [location, ...flow.map((step) => step.location)].some(
      (at) => at.kind === 'source' && at.startLine >= startLine && at.startLine <= endLine,
    );
  const through = findings.filter(passes);
  const own = ({ secret }: Finding): boolean => name !== undefined && secret.name === name;
  const leaves = channel === 'layer' ? LEAVES : KEEPS;
  const left = channel === 'history' ? [] : through.filter(({ rule }) => leaves.has(rule));
  const told = left.find(own) ?? through.find(own) ?? findings.find(own) ?? left[0];
  const origin = { path: source.path, startLine, endLine };
  return { origin, flow: told?.flow ?? [], fixes: told?.fixes ?? [] };
}
