import type { MessagePort } from 'node:worker_threads';
import type { KnownSecret } from '../../credentials/scanner.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Layer, Skip, StoredLayer } from '../../image/image.ts';
import type { Leak } from '../leak.ts';
import type { OwnCredentials } from '../scanner-for.ts';
import { EntryLog, type EntryLogData } from './entry-log.ts';
import type { LayerPlace } from './layer-place.ts';
import type { LayerScan } from './layer-scan.ts';

/** What a thread is told once: secrets in the clear, as nothing of it leaves the process. */
export interface ThreadSetup {
  known: readonly (Omit<KnownSecret, 'secret'> & { text: string })[];
  own: OwnCredentials | undefined;
  /** Of the counter of bytes read. */
  counter: SharedArrayBuffer;
  /** Of the flag that ends the reading. */
  stop: SharedArrayBuffer;
}

/** One layer to be read, from a file or as it is sent. */
export interface LayerRequest extends Pick<Layer, 'plan' | 'limits' | 'size'> {
  from: StoredLayer | MessagePort;
  place: LayerPlace;
}

/** What was found in it. */
export interface LayerReply extends Omit<LayerScan, 'leaks' | 'entries'> {
  leaks: readonly (Omit<Leak, 'secret'> & { secret: Omit<Leak['secret'], 'value'> & { text: string } })[];
  entries: EntryLogData;
  diffId?: string;
  /** What could not be read of the layer itself. */
  unread: readonly Skip[];
}

export function packKnown(known: readonly KnownSecret[]): ThreadSetup['known'] {
  return known.map(({ secret, ...rest }) => ({ ...rest, text: secret.reveal() }));
}

export function unpackKnown({ known }: Pick<ThreadSetup, 'known'>): KnownSecret[] {
  return known.map(({ text, ...rest }) => ({ ...rest, secret: new Secret(text) }));
}

/** A scan without what cannot pass from one thread to another. */
export function packScan({
  leaks,
  crowded,
  doubtful,
  entries,
  skips,
  notes,
}: LayerScan): Omit<LayerReply, 'unread'> {
  const packed = leaks.map(({ secret: { value, ...rest }, ...leak }) => {
    return { ...leak, secret: { ...rest, text: value.reveal() } };
  });
  return { leaks: packed, crowded, doubtful, entries: entries.data, skips, notes };
}

export function unpackScan({ leaks, crowded, doubtful, entries, skips, notes }: LayerReply): LayerScan {
  const unpacked = leaks.map(({ secret: { text, ...rest }, ...leak }): Leak => {
    return { ...leak, secret: { ...rest, value: new Secret(text) } };
  });
  return { leaks: unpacked, crowded, doubtful, entries: new EntryLog(entries), skips, notes };
}
