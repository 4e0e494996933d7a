import { append } from '../../config/append.ts';
import { parseDescriptor } from '../descriptor.ts';
import { ImageError } from '../image.ts';
import { type Json, list, record } from '../json.ts';
import { IN_TOTO } from '../media-types.ts';
import type { Note } from './auth-files.ts';
import { wholeBody } from './body.ts';
import { RegistryError } from './errors.ts';
import type { ManifestOptions } from './manifest-body.ts';

/** Of an index: each one costs a request or two. */
const MOST_SUBJECTS = 32;
const INDEX = { accept: 'application/vnd.oci.image.index.v1+json' };

/**
 * Index entries for the in-toto statements that stand beside an image instead of in its index, made to look like
 * BuildKit's: by the referrers API, else by the tag that stands in for it (OCI distribution-spec 1.1, "Listing
 * Referrers"). `top` is the image's manifest or index. A registry that knows neither has none; a failure goes to `note`.
 */
export async function referringStatements(
  options: ManifestOptions,
  top: { digest: string; bytes: Buffer },
  note: Note,
): Promise<Json[]> {
  const found: Json[] = [];
  const subjects = subjectsOf(top);
  if (subjects.length > MOST_SUBJECTS)
    note(top.digest, `what refers to its images is looked up for ${MOST_SUBJECTS} of ${subjects.length}`);
  for (const subject of subjects.slice(0, MOST_SUBJECTS)) {
    try {
      const api = await entriesAt(
        options,
        `referrers/${subject}?artifactType=${encodeURIComponent(IN_TOTO)}`,
      );
      const entries = api ?? (await entriesAt(options, `manifests/${subject.replace(':', '-')}`)) ?? [];
      append(
        found,
        entries.filter(isStatement).map((entry) => aboutSubject(entry, subject)),
      );
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      note(subject, `what refers to it is not known: ${error.message}`);
      break;
    }
  }
  return found;
}

function subjectsOf({ digest, bytes }: { digest: string; bytes: Buffer }): string[] {
  const { manifests } = parsed(bytes);
  if (!Array.isArray(manifests)) return [digest];
  const images = manifests
    .map(parseDescriptor)
    .filter(({ path, annotations }) => path && annotations['vnd.docker.reference.digest'] === undefined);
  return [...new Set(images.map((image) => image.digest))];
}

/** The entries of an index; nothing where there is no such index. */
async function entriesAt(
  { client, reference, limits, timing }: ManifestOptions,
  target: string,
): Promise<Json[] | undefined> {
  const what = `${reference.host}/${reference.path}: ${target.replace(/\?.*/, '')}`;
  try {
    const get = () => client.get(target, what, INDEX);
    const { bytes } = await wholeBody(get, { what, limit: limits.jsonBytes, timing });
    return list(parsed(bytes).manifests)
      .map(record)
      .filter((entry) => entry !== undefined);
  } catch (error) {
    const { status = 0 } = error instanceof RegistryError ? error : {};
    if (status >= 400 && status < 500 && status !== 429) return undefined;
    throw error;
  }
}

function isStatement(entry: Json): boolean {
  return entry.artifactType === IN_TOTO;
}

function aboutSubject(entry: Json, subject: string): Json {
  return { ...entry, annotations: { ...record(entry.annotations), 'vnd.docker.reference.digest': subject } };
}

function parsed(bytes: Buffer): Json {
  try {
    return record(JSON.parse(bytes.toString('utf8'))) ?? {};
  } catch {
    return {};
  }
}
