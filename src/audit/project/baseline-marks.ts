import { createHmac } from 'node:crypto';
import { identityOf } from '../build-finding.ts';
import type { Finding, ImageLocation, Location } from '../finding.ts';
import { ALSO_HERE } from '../in-one.ts';

/** What a baseline knows one place of a finding by. */
export interface Mark {
  /** Keyed with the project's salt. */
  fingerprint: string;
  /** Of several images, or platforms of one, each has its own copies. */
  scope: string;
  location: Location;
}

/**
 * The marks of a finding. One in a file has one: of what it says, the file and the variable; and of the value where
 * that stands there and cannot be guessed, so that another token in its place is new. One in an image has one for each
 * place of the secret, of rule, place and name alone: a rebuilt image has tokens that were made for the build, and they
 * are the same leak. No mark holds a value that could be tried out, as the salt lies beside the baseline. Lines,
 * stages, layers, digests and the names of images are not in it.
 */
export function marksOf(finding: Finding, key: Uint8Array): Mark[] {
  const { rule, location, secret, fingerprint } = finding;
  const mark = (parts: readonly string[]): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  if (location.kind === 'source')
    return [{ fingerprint: mark(['source', fingerprint, secret.valueHash ?? '']), scope: '', location }];
  const { name = '', kind = '' } = secret;
  return placesOf(finding).map((place) => ({
    fingerprint: mark(['image', rule, name, kind, ...identityOf(place), stateOf(place)]),
    scope: place.kind === 'image' ? `${place.image} ${place.platform ?? ''}` : '',
    location: place,
  }));
}

/** Every place where the secret of a finding is. */
export function placesOf({ location, related }: Finding): Location[] {
  return [location, ...related.filter(({ label }) => label === ALSO_HERE).map((other) => other.location)];
}

function stateOf(location: Location): string {
  return location.kind === 'image' ? (location.state ?? '') : '';
}

/** An image's name without its tag and digest: what the next build of it is called as well. */
export function imageFamily({ image }: Pick<ImageLocation, 'image'>): string {
  return image.replace(/@[a-z0-9]+:[0-9a-f]+$/, '').replace(/:[^:/]*$/, '');
}
