const MASK = 0xffffffff;

/**
 * Marvin32: the checksum of Microsoft's identifiable keys, as the two halves of its 64 bits.
 * Source: microsoft/security-utilities, Marvin.cs; check values in the test.
 */
export function marvin(data: Uint8Array, seed: bigint): { low: number; high: number } {
  const state = { low: Number(seed & BigInt(MASK)) | 0, high: Number(seed >> 32n) | 0 };
  const bytes = Buffer.concat([data, Buffer.from([0x80])]);
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  for (let at = 0; at < padded.length; at += 4) {
    state.low = (state.low + padded.readInt32LE(at)) | 0;
    mix(state);
  }
  mix(state);
  return { low: state.low >>> 0, high: state.high >>> 0 };
}

/** The 32-bit form: both halves XORed. */
export function marvin32(data: Uint8Array, seed: bigint): number {
  const { low, high } = marvin(data, seed);
  return (low ^ high) >>> 0;
}

/** The seed that eight ASCII characters name. */
export function marvinSeed(name: string): bigint {
  return Buffer.from(name, 'latin1').readBigUInt64BE();
}

function mix(state: { low: number; high: number }): void {
  let { low, high } = state;
  high ^= low;
  low = rotate(low, 20);
  low = (low + high) | 0;
  high = rotate(high, 9);
  high ^= low;
  low = rotate(low, 27);
  low = (low + high) | 0;
  high = rotate(high, 19);
  state.low = low;
  state.high = high;
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
