import { Secret } from '../../credentials/secret.ts';
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
export function writeScan(scan: LayerScan, key: Uint8Array): Buffer | undefined {
  const { hashes, kinds } = scan.entries.data;
  const leaks = scan.leaks.map(({ secret: { value, ...rest }, at, ...leak }) => {
    const { image: _, platform: __, layer: ___, ...place } = at;
    const sealed = { length: value.length, fingerprint: value.fingerprint(key) };
    return { ...leak, at: place, secret: { ...rest, sealed } };
  });
  const { crowded, doubtful, skips } = scan;
  const text = JSON.stringify({ leaks, crowded, doubtful, skips, entries: kinds.length });
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

function tellsSecret({ leaks, crowded, skips }: LayerScan, key: Uint8Array): boolean {
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
  const told = [...texts, ...crowded, ...skips.flatMap(({ what, reason }) => [what, reason])];
  return [...new Set(told)].some((text) => text !== undefined && scrubber.scrub(text) !== text);
}
