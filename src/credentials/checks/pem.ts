import type { Told, Validity } from '../format.ts';

/**
 * The bytes of a PEM block, which may be inside JSON (`\n` escapes) or indented; undefined when it is not whole.
 * Legacy headers such as `Proc-Type` are left out.
 */
export function pemBytes(block: string): Buffer | undefined {
  const body = /-----BEGIN [A-Z0-9 ]{1,60}-----([\s\S]{1,30000}?)-----END /.exec(block)?.[1];
  if (body === undefined) return undefined;
  const text = body
    .replace(/(?:\\[nr])?["'`]\s*[+.,]?\s*["'`]/g, '\n')
    .replace(/\n[ \t]*[#>*]+/g, '\n')
    .replace(/\\[nr]/g, '\n')
    .replace(/^\s{0,20}[A-Za-z-]{1,40}: .*$/gm, '')
    .replace(/[^0-9A-Za-z+/=]/g, '');
  return Buffer.from(text, 'base64');
}

/** Encrypted in the legacy way, by headers within the block. */
function hasEncryptionHeader(block: string): boolean {
  return block.includes('Proc-Type: 4,ENCRYPTED');
}

/** Checks that a block holds exactly one DER sequence. Source: X.690; RFC 8017, 5915, 5958. */
export function checkDerPem(block: string): Validity {
  const bytes = pemBytes(block);
  if (bytes === undefined) return 'unknown';
  if (hasEncryptionHeader(block)) return bytes.length >= 32 && bytes.length % 8 === 0 ? 'unknown' : 'invalid';
  return isDerSequence(bytes) ? 'valid' : 'invalid';
}

/** What a passphrase takes from a key's worth. */
export const ENCRYPTED: Told = { note: 'encrypted with a passphrase', severity: 'medium' };

/** Tells keys with a passphrase apart. */
export function tellsPem(block: string): Told | undefined {
  return hasEncryptionHeader(block) ? ENCRYPTED : undefined;
}

function isDerSequence(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30 || bytes.length < 16) return false;
  const first = bytes[1] ?? 0;
  if (first < 0x80) return first + 2 === bytes.length;
  const width = first & 0x7f;
  if (width < 1 || width > 3) return false;
  return bytes.readUIntBE(2, width) + 2 + width === bytes.length;
}

/** Checks base64 of a whole PEM block, as a kubeconfig holds it. */
export function pemInBase64(text: string): Validity {
  const block = Buffer.from(text, 'base64').toString('latin1');
  return block.includes('PRIVATE KEY-----') ? checkDerPem(block) : 'invalid';
}
