import type { Told, Validity } from '../format.ts';
import { ENCRYPTED, pemBytes } from './pem.ts';

const MAGIC = 'openssh-key-v1\0';

/** Where the next length-prefixed string of an OpenSSH blob is. */
function readString(bytes: Buffer, at: number): { text: Buffer; next: number } | undefined {
  if (at + 4 > bytes.length) return undefined;
  const next = at + 4 + bytes.readUInt32BE(at);
  return next > bytes.length ? undefined : { text: bytes.subarray(at + 4, next), next };
}

/** Cipher and private part of a block, or undefined when it is no OpenSSH key. Source: OpenSSH PROTOCOL.key. */
function parse(block: string): { cipher: string; secret: Buffer } | undefined {
  const bytes = pemBytes(block);
  if (bytes?.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const cipher = readString(bytes, MAGIC.length);
  const kdf = cipher && readString(bytes, cipher.next);
  const options = kdf && readString(bytes, kdf.next);
  const publicKey = options && readString(bytes, options.next + 4);
  const secret = publicKey && readString(bytes, publicKey.next);
  return cipher && secret && { cipher: cipher.text.toString('latin1'), secret: secret.text };
}

/** Checks an OpenSSH private key; without a passphrase, its two check integers must be equal. */
export function checkOpenSsh(block: string): Validity {
  const key = parse(block);
  if (key === undefined) return 'invalid';
  if (key.cipher !== 'none') return 'valid';
  if (key.secret.length < 8) return 'invalid';
  return key.secret.readUInt32BE(0) === key.secret.readUInt32BE(4) ? 'valid' : 'invalid';
}

/** A key with a passphrase opens nothing by itself. */
export function tellsOpenSsh(block: string): Told | undefined {
  const cipher = parse(block)?.cipher;
  return cipher === undefined || cipher === 'none' ? undefined : ENCRYPTED;
}

/** A block with an unencrypted private part, for examples. */
export function makeOpenSsh(random: Uint8Array): string {
  const string = (data: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, data]);
  };
  const checks = Buffer.concat([random.subarray(0, 4), random.subarray(0, 4)]);
  const bytes = Buffer.concat([
    Buffer.from(MAGIC, 'latin1'),
    string(Buffer.from('none')),
    string(Buffer.from('none')),
    string(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    string(random.subarray(4, 36)),
    string(Buffer.concat([checks, random.subarray(36)])),
  ]);
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}
