import type { Instruction, ParsedDockerfile } from '../../dockerfile/instruction.ts';
import { type Stage, stagesOf } from '../../dockerfile/stages.ts';
import { type ParsedHistory, parseHistories } from '../../image/history.ts';
import type { Image } from '../../image/image.ts';
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
  const stages = from === undefined ? [] : stagesUpTo(from);
  const instructions = stages.flatMap((stage) => stage.instructions);
  const made = alignHistory(history, parsed, instructions);
  const sure = [...made].filter(([, maker]) => maker.sure).map(([entry]) => entry);
  const own = base === undefined ? ownFrom(image, parsed, sure) : entriesOf(image, base.layers);
  const name = base?.name ?? labelledBase(image) ?? outerBase(stages) ?? 'another image';
  const seen = instructions.filter(({ keyword }) => !UNSEEN.has(keyword)).length;
  const entryAt = (at: ImageLocation): number | undefined => entryOf(image, parsed, at);
  return {
    share: seen === 0 ? 1 : sure.length / seen,
    base: (at) => {
      const entry = entryAt(at);
      const isBelow = at.layer !== undefined && at.layer.index < (base?.layers ?? 0);
      return isBelow || (entry !== undefined && entry < own) ? name : undefined;
    },
    origin: (at, secret) => {
      const entry = entryAt(at);
      const maker: Maker | undefined = entry === undefined ? undefined : made.get(entry);
      return from && maker && originOf(maker.instruction, from, at, secret);
    },
  };
}

/** The stages that are the image, the lowest first. */
function stagesUpTo({ file, target }: BuiltFrom): Stage[] {
  const found: Stage[] = [];
  for (let stage = stagesOf(file, target).target; stage !== undefined; stage = stage.base)
    found.unshift(stage);
  return found;
}

/** The number of the first entry that is no base image's; 0 where nothing tells. */
function ownFrom({ config }: Image, parsed: readonly ParsedHistory[], made: readonly number[]): number {
  if (made.length > 0) return Math.min(...made);
  const first = config.history.findIndex(
    ({ comment = '' }, at) => parsed[at]?.builder === 'buildah' && /^FROM (?!scratch)/.test(comment),
  );
  return Math.max(0, first);
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
  const left = channel === 'layer' ? through.filter(({ rule }) => LEAVES.has(rule)) : [];
  const told = left.find(own) ?? through.find(own) ?? findings.find(own) ?? left[0];
  const origin = { path: source.path, startLine, endLine };
  return { origin, flow: told?.flow ?? [], fixes: told?.fixes ?? [] };
}
