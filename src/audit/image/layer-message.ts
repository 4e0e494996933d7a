import type { KnownSecret } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Skip, StoredLayer } from '../../image/image.ts';
import type { Leak } from '../leak.ts';
import { EntryLog, type EntryLogData } from './entry-log.ts';
import type { LayerPlace, LayerScan } from './layer-scan.ts';

/** What a thread is told once: secrets in the clear, as nothing of it leaves the process. */
export interface ThreadSetup {
  known: readonly (Omit<KnownSecret, 'secret'> & { text: string })[];
}

/** One layer to be read. */
export interface LayerRequest {
  stored: StoredLayer;
  place: LayerPlace;
}

/** What was found in it. */
export interface LayerReply {
  leaks: readonly (Omit<Leak, 'secret'> & { secret: Omit<Leak['secret'], 'value'> & { text: string } })[];
  crowded: readonly string[];
  doubtful: number;
  entries: EntryLogData;
  skips: readonly Skip[];
}

export function packKnown(known: readonly KnownSecret[]): ThreadSetup {
  return { known: known.map(({ secret, ...rest }) => ({ ...rest, text: secret.reveal() })) };
}

export function unpackKnown({ known }: ThreadSetup): KnownSecret[] {
  return known.map(({ text, ...rest }) => ({ ...rest, secret: new Secret(text) }));
}

export function packScan(
  { leaks, crowded, doubtful, entries }: LayerScan,
  skips: readonly Skip[],
): LayerReply {
  const packed = leaks.map(({ secret: { value, ...rest }, ...leak }) => {
    return { ...leak, secret: { ...rest, text: value.reveal() } };
  });
  return { leaks: packed, crowded, doubtful, entries: entries.data, skips };
}

export function unpackScan({ leaks, crowded, doubtful, entries }: LayerReply): LayerScan {
  const unpacked = leaks.map(({ secret: { text, ...rest }, ...leak }): Leak => {
    return { ...leak, secret: { ...rest, value: new Secret(text) } };
  });
  return { leaks: unpacked, crowded, doubtful, entries: new EntryLog(entries) };
}
