import type { Finding, ImageLocation, Location, SourceLocation } from '../audit/finding.ts';
import { imageName, placeName } from './place.ts';
import { brief, shorten } from './plain-text.ts';

/** No path of any system is longer. */
const LONGEST_PATH = 4096;
const LONGEST_MESSAGE = 1000;

/** A place in a file, for those who know nothing else. */
export interface FilePlace {
  path: string;
  startLine: number;
  endLine: number;
  /** Where the place is exact. */
  columns?: Pick<SourceLocation, 'startColumn' | 'endColumn'>;
  /** The file is one of the sources: nothing within an image. */
  isSource: boolean;
}

/** Where a finding is shown: its place, or the lines that made what the image holds, or a path that names the image. */
export function placeOf({ location, origin }: Pick<Finding, 'location' | 'origin'>): FilePlace {
  if (location.kind === 'image' && origin !== undefined)
    return { ...origin, path: fitPath(origin.path), isSource: true };
  return locationPlace(location);
}

/** A location as a place in a file. */
export function locationPlace(location: Location): FilePlace {
  if (location.kind === 'image') {
    const line = location.line ?? 1;
    return { path: fitPath(insideImage(location)), startLine: line, endLine: line, isSource: false };
  }
  const { path, startLine, endLine, startColumn, endColumn } = location;
  return { path: fitPath(path), startLine, endLine, columns: { startColumn, endColumn }, isSource: true };
}

/** A finding's sentence; of an image with the place, which a file name does not tell. */
export function sentenceOf({ message, location }: Finding): string {
  const said = brief(message, LONGEST_MESSAGE);
  if (location.kind === 'source') return said;
  return `${said} In ${shorten(imageName(location))}: ${shorten(placeName(location), LONGEST_MESSAGE)}.`;
}

function insideImage({ image, path, pointer, channel }: ImageLocation): string {
  return `${image}/${(path ?? pointer ?? channel).replace(/^\/+/, '')}`;
}

function fitPath(path: string): string {
  return shorten(path.replaceAll('\\', '/'), LONGEST_PATH);
}
