import type { Validity } from '../format.ts';

/**
 * Checks a package index's API token: `pypi-` and a libmacaroons v2 packet of location, identifier,
 * caveats and a signature of 32 bytes. Source: the macaroons v2 format; the location is the index's host.
 */
export function checkPypiToken(token: string): Validity {
  const bytes = Buffer.from(token.slice(token.indexOf('-') + 1), 'base64url');
  const fields = readFields(bytes);
  const signature = fields?.at(-1);
  if (fields?.[0]?.type !== 1 || signature?.type !== 6) return 'invalid';
  return signature.length === 32 ? 'valid' : 'invalid';
}

interface Field {
  type: number;
  length: number;
}

/** The packet's fields, section ends left out; undefined when it is not one whole packet. */
function readFields(bytes: Buffer): Field[] | undefined {
  if (bytes[0] !== 2) return undefined;
  const fields: Field[] = [];
  for (let at = 1; at < bytes.length; ) {
    const type = bytes[at++];
    if (type === undefined) return undefined;
    if (type === 0) continue;
    const size = readVarint(bytes, at);
    if (size === undefined || size.next + size.value > bytes.length) return undefined;
    fields.push({ type, length: size.value });
    at = size.next + size.value;
  }
  return fields;
}

function readVarint(bytes: Buffer, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return undefined;
}

/** A token of random identifier and signature, for examples. */
export function makePypiToken(host: string, identifier: Uint8Array, signature: Uint8Array): string {
  const field = (type: number, data: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from([type, ...varint(data.length)]), data]);
  const packet = [
    Buffer.from([2]),
    field(1, Buffer.from(host)),
    field(2, identifier),
    Buffer.from([0, 0]),
    field(6, signature),
  ];
  return `pypi-${Buffer.concat(packet).toString('base64url')}`;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
}
