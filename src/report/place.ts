import type { ImageLocation, Location } from '../audit/finding.ts';
import { plain } from './plain-text.ts';

/** A location in a few words: `Dockerfile:3:5`, `layer 2 /app/.npmrc:3, deleted later`. */
export function placeName(location: Location): string {
  if (location.kind === 'source')
    return plain(`${location.path}:${location.startLine}:${location.startColumn}`);
  return plain(imagePlace(location));
}

/** The same within a block that has named the file or image, that of `home`. */
export function shortPlace(location: Location, home: Location): string {
  if (location.kind === 'source')
    return home.kind === 'source' && home.path !== location.path
      ? placeName(location)
      : `${location.startLine}:${location.startColumn}`;
  return location.layer === undefined ? placeName(location) : `layer ${location.layer.index}`;
}

/** `app:1 (linux/arm64)`; empty for a place in a source. */
export function imageName(location: Location): string {
  if (location.kind === 'source') return '';
  const { image, platform } = location;
  return plain(platform === undefined ? image : `${image} (${platform})`);
}

const STATES = { final: '', deleted: ', deleted later', overwritten: ', overwritten later' } as const;

function imagePlace(at: ImageLocation): string {
  const { channel, pointer, name, layer, path, line, state, base } = at;
  const from = base === undefined ? '' : `, brought in by ${base}`;
  if (path !== undefined) {
    const where = layer === undefined ? path : `layer ${layer.index} ${path}`;
    return `${where}${line === undefined ? '' : `:${line}`}${STATES[state ?? 'final']}${from}`;
  }
  return [pointer ?? channel, name].filter((part) => part !== undefined).join(' ') + from;
}

/** A place next to another one, `home`, of the same subject. */
export function relatedPlace(location: Location, home: Location): string {
  if (location.kind === 'source') return shortPlace(location, home);
  const { path, layer, pointer, channel, state } = location;
  const hidden = state === undefined || state === 'final' ? '' : `, ${state}`;
  if (path === undefined)
    return pointer?.startsWith(channel) === true ? pointer : `${channel} ${pointer ?? ''}`.trim();
  return layer === undefined ? path : `${path} (layer ${layer.index}${hidden})`;
}
