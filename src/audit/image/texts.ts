import type { Vocabulary } from '../../credentials/vocabulary.ts';
import { secretUses } from '../../flow/secret-uses.ts';
import { parseHistories } from '../../image/history.ts';
import type { Image, LooseText } from '../../image/image.ts';
import { parseShell } from '../../shell/parse.ts';
import type { Channel } from '../finding.ts';

/** A short text of an image that can hold a credential, and where it stands. */
export interface ImageText {
  channel: Channel;
  pointer: string;
  /** Of the variable, label or build argument whose value it is. */
  name?: string;
  text: string;
  /** Where in the text a command for a shell begins. */
  script?: number;
  /** It is a file that gives values to names: a Dockerfile. */
  gives?: true;
  /** What a command makes of the variable: `curl -u`. */
  usedAs?: string;
}

/** Instructions whose names and values are told apart. */
const ASSIGNS = new Set(['ARG', 'ENV', 'LABEL']);
const BY_NAME = new Set(['Env', 'Labels', 'Cmd', 'Entrypoint', 'Healthcheck', 'OnBuild']);

/** Every text of an image but its layers' files: config, history, annotations, attestations. */
export function* imageTexts(image: Image, names: Vocabulary): Generator<ImageText> {
  yield* configTexts(image);
  yield* historyTexts(image, names);
  for (const { pointer, key, value } of image.annotations) {
    yield { channel: 'annotation', pointer, text: key };
    yield { channel: 'annotation', pointer, name: key, text: value };
  }
  for (const { digest, text } of image.attestations) {
    yield* jsonTexts(parseJson(text), 'attestation', digest.slice(0, 'sha256:'.length + 12));
  }
}

/** A file of the source that belongs to no image. */
export function* looseTexts({ path, text }: LooseText): Generator<ImageText> {
  yield* jsonTexts(parseJson(text), 'unreferenced-blob', path);
}

function* configTexts({ config }: Image): Generator<ImageText> {
  for (const [index, entry] of config.env.entries()) {
    const equals = entry.indexOf('=');
    const pointer = `config.Env[${index}]`;
    if (equals < 1) yield { channel: 'config.env', pointer, text: entry };
    else {
      yield { channel: 'config.env', pointer, text: entry.slice(0, equals) };
      yield { channel: 'config.env', pointer, name: entry.slice(0, equals), text: entry.slice(equals + 1) };
    }
  }
  for (const [name, text] of Object.entries(config.labels)) {
    yield { channel: 'config.label', pointer: 'config.Labels', text: name };
    yield { channel: 'config.label', pointer: 'config.Labels', name, text };
  }
  yield commandText('config.cmd', 'config.Cmd', config.cmd);
  yield commandText('config.entrypoint', 'config.Entrypoint', config.entrypoint);
  yield commandText('config.healthcheck', 'config.Healthcheck.Test', config.healthcheck);
  for (const [index, text] of config.onbuild.entries()) {
    yield {
      channel: 'config.onbuild',
      pointer: `config.OnBuild[${index}]`,
      text,
      script: text.indexOf(' ') + 1,
    };
  }
  yield* otherTexts(config.raw);
}

/** What says how the rest is run comes first: `CMD-SHELL`, `/bin/sh -c`. */
function commandText(channel: Channel, pointer: string, words: readonly string[]): ImageText {
  const text = words.join(' ');
  return {
    channel,
    pointer,
    text,
    script: /^(?:CMD(?:-SHELL)? )?(?:\S*sh -\w*c )?/.exec(text)?.[0].length ?? 0,
  };
}

/** What the config holds besides the fields read by name; `rootfs` has digests alone. */
function* otherTexts(raw: Readonly<Record<string, unknown>>): Generator<ImageText> {
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'history' || key === 'rootfs') continue;
    const packed = PACKED_FIELDS.get(key);
    if (packed !== undefined && typeof value === 'string') {
      yield* jsonTexts(parseJson(Buffer.from(value, 'base64').toString('utf8')), packed, key);
      continue;
    }
    if (key !== 'config' || typeof value !== 'object' || value === null)
      yield* jsonTexts(value, 'config.other', key);
    else {
      const rest = Object.entries(value).filter(([field]) => !BY_NAME.has(field));
      yield* jsonTexts(Object.fromEntries(rest), 'config.other', 'config');
    }
  }
}

/** JSON in base64 that BuildKit puts beside the config (its exporter/containerimage, writer.go). */
const PACKED_FIELDS: ReadonlyMap<string, Channel> = new Map(
  Object.entries({
    'moby.buildkit.buildinfo.v1': 'buildinfo',
    'moby.buildkit.cache.v0': 'cache',
  }),
);

/** Nobody writes a longer command. */
const MOST_FOLLOWED = 256 * 1024;

function* historyTexts({ config }: Image, names: Vocabulary): Generator<ImageText> {
  const parsed = parseHistories(config.history);
  for (const [index, { createdBy, comment = '', author = '' }] of config.history.entries()) {
    const pointer = `history[${index}]`;
    const { instruction = '', bodyStart = 0, arguments: given = [] } = parsed[index] ?? {};
    const script = ASSIGNS.has(instruction) ? undefined : bodyStart;
    const isFollowed = given.length > 0 && script !== undefined && createdBy.length <= MOST_FOLLOWED;
    const uses = isFollowed ? usesIn(createdBy.slice(script), names) : undefined;
    for (const { name, value } of given) {
      const usedAs = uses?.get(name);
      const text = { channel: 'history', pointer: `${pointer}.created_by`, name, text: value } as const;
      yield usedAs === undefined ? text : { ...text, usedAs };
    }
    const whole = { channel: 'history', pointer: `${pointer}.created_by`, text: createdBy } as const;
    yield script === undefined ? whole : { ...whole, script };
    yield { channel: 'history', pointer: `${pointer}.comment`, text: comment };
    yield { channel: 'history', pointer: `${pointer}.author`, text: author };
  }
}

/** What a command makes secrets of, by variable. */
function usesIn(command: string, names: Vocabulary): Map<string, string> {
  const uses = secretUses(parseShell(command), names).flatMap(({ slot: { variable }, as }) =>
    variable === undefined ? [] : [[variable, as] as const],
  );
  return new Map(uses);
}

const DEEPEST = 64;
const SHORTEST_FILE = 12;

/** Every string of a JSON value; `build-arg:NAME` keys and `NAME=value` strings tell the name. */
function* jsonTexts(value: unknown, channel: Channel, pointer: string, depth = 0): Generator<ImageText> {
  if (typeof value === 'string') yield* namedTexts(value, channel, pointer);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  for (const [key, item] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${pointer}[${key}]` : `${pointer}.${key}`;
    const name = /(?:^|[:.])([A-Za-z_][A-Za-z0-9_]*)$/.exec(key)?.[1];
    yield { channel, pointer: place, text: Array.isArray(value) ? '' : key };
    const file = key === 'data' && typeof item === 'string' ? fileIn(item) : undefined;
    if (file !== undefined) yield { channel, pointer: `${place} (decoded)`, text: file, gives: true };
    else if (typeof item === 'string' && name !== undefined)
      yield { channel, pointer: place, name, text: item };
    else yield* jsonTexts(item, channel, place, depth + 1);
  }
}

/** Provenance holds Dockerfiles and heredocs in base64. Undefined for what is no text. */
function fileIn(data: string): string | undefined {
  if (data.length < SHORTEST_FILE || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return undefined;
  const bytes = Buffer.from(data, 'base64');
  const text = bytes.toString('utf8');
  return bytes.includes(0) || text.includes('\ufffd') ? undefined : text;
}

function* namedTexts(text: string, channel: Channel, pointer: string): Generator<ImageText> {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) yield { channel, pointer, text };
  else yield { channel, pointer, name, text: value };
}

/** As parsed; text that is no JSON stays text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
