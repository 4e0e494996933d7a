import { Secret } from '../../credentials/secret.ts';
import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';
import { Scrubber } from '../scrubber.ts';
import { EntryLog } from './entry-log.ts';
import type { LayerPlace } from './layer-place.ts';
import type { LayerScan } from './layer-scan.ts';

/** A scan without its secrets' texts. */
interface Stored extends Omit<LayerScan, 'leaks' | 'entries'> {
  leaks: readonly (Omit<Leak, 'secret'> & { secret: Omit<Leak['secret'], 'value'> & { sealed: Sealed } })[];
  /** How many entries the log has. */
  entries: number;
}

type Sealed = ConstructorParameters<typeof Secret>[0] & object;

/** A scan as bytes: JSON, a line feed, the log of entries. Undefined where one of its texts holds a secret. */
export function writeScan(scan: LayerScan, key: Uint8Array, valueKey?: Uint8Array): Buffer | undefined {
  const { hashes, kinds } = scan.entries.data;
  // In a while it is another one that is told.
  if (scan.leaks.some(({ secret }) => secret.kind === 'jwt' && secret.validity === 'valid')) return undefined;
  const leaks = scan.leaks.map(({ secret: { value, ...rest }, at, buriedBy, ...leak }) => {
    const place = withoutImage(at);
    const valueHash = valueKey && value.valueHash(valueKey);
    const sealed = {
      length: value.length,
      fingerprint: value.fingerprint(key),
      ...(valueHash !== undefined && { valueHash }),
    };
    return {
      ...leak,
      at: place,
      secret: { ...rest, sealed },
      ...(buriedBy && { buriedBy: withoutImage(buriedBy) }),
    };
  });
  const { crowded, doubtful, skips, notes } = scan;
  const text = JSON.stringify({ leaks, crowded, doubtful, skips, notes, entries: kinds.length });
  if (tellsSecret(scan, key)) return undefined;
  const head = Buffer.from(`${text}\n`);
  return Buffer.concat([head, Buffer.from(hashes.buffer), Buffer.from(kinds.buffer)]);
}

/** The scan that writeScan made these bytes of. */
export function readScan(bytes: Buffer, place: LayerPlace): LayerScan {
  const end = bytes.indexOf(0x0a);
  const { leaks, entries, ...rest }: Stored = JSON.parse(bytes.toString('utf8', 0, end));
  const log = new Uint8Array(bytes.subarray(end + 1)).buffer;
  const hashes = new Float64Array(log.slice(0, entries * 8));
  const kinds = new Uint8Array(log.slice(entries * 8));
  return {
    ...rest,
    leaks: leaks.map(({ secret: { sealed, ...secret }, ...leak }) => {
      return { ...leak, at: { ...place, ...leak.at }, secret: { ...secret, value: new Secret(sealed) } };
    }),
    entries: new EntryLog({ hashes, kinds }),
  };
}

/** The layer may lie in another image next time. */
function withoutImage({ image: _, platform: __, layer: ___, ...place }: ImageLocation) {
  return place;
}

function tellsSecret({ leaks, crowded, skips, notes }: LayerScan, key: Uint8Array): boolean {
  const scrubber = new Scrubber(key);
  for (const { secret } of leaks) scrubber.add(secret.value);
  const texts = leaks.flatMap(({ at, secret, what, file }) => [
    at.path,
    at.pointer,
    at.name,
    secret.name,
    what,
    file,
  ]);
  const told = [...texts, ...crowded, ...[...skips, ...notes].flatMap(({ what, reason }) => [what, reason])];
  return [...new Set(told)].some((text) => text !== undefined && scrubber.scrub(text) !== text);
}
