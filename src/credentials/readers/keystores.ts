import { createHash, createPrivateKey } from 'node:crypto';

/** What a binary store of keys turns out to be. */
export interface KeyStore {
  what: string;
  /** A password that everybody knows opens it. */
  opens?: string;
}

const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;
const KDBX = 0x03d9a29a;
/** DER of 1.2.840.113549.1.12.10.1.1 and .2: a key bag, plain or shrouded. Source: RFC 7292. */
const KEY_BAGS = ['060b2a864886f70d010c0a0101', '060b2a864886f70d010c0a0102'].map((hex) =>
  Buffer.from(hex, 'hex'),
);
/** OpenPGP packets of a secret key and a secret subkey, both forms of their tag. Source: RFC 9580. */
const SECRET_KEY_TAGS = new Set([0x94, 0x95, 0x96, 0xc5]);

/** Looks into a key store; undefined for one without a private or symmetric key, such as a trust store. */
export function keyStore(bytes: Buffer): KeyStore | undefined {
  if (bytes.length < 12) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic === JKS || magic === JCEKS) return javaStore(bytes);
  if (magic === KDBX) return { what: 'KeePass database' };
  if (bytes.readUInt16BE(0) === 0x0502) return { what: 'Kerberos keytab' };
  if (bytes[0] === 0x30) {
    if (KEY_BAGS.some((bag) => bytes.includes(bag))) return { what: 'PKCS #12 key store' };
    return isPrivateKey(bytes) ? { what: 'private key in DER' } : undefined;
  }
  if (SECRET_KEY_TAGS.has(bytes[0] ?? 0) && /^[\x03-\x06]/.test(bytes.toString('latin1', bodyAt(bytes)))) {
    return { what: 'OpenPGP secret key ring' };
  }
  return undefined;
}

/** One of the three forms that a key without a passphrase has in DER. Sources: RFC 5958, 8017, 5915. */
function isPrivateKey(key: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      return createPrivateKey({ key, format: 'der', type }).type === 'private';
    } catch {
      return false;
    }
  });
}

/** Where a packet's body begins, by its first length octets. */
function bodyAt(bytes: Buffer): number {
  const [tag = 0, length = 0] = bytes;
  if (tag >= 0xc0) return length < 192 ? 2 : length < 255 ? 3 : 6;
  return { 148: 2, 149: 3, 150: 5 }[tag] ?? 2;
}

const PASSWORDS = ['changeit', 'changeme', 'password'];
const PRIVATE_KEY = 1;
const SYMMETRIC_KEY = 3;

/** Entries of tag 2 are certificates. Source: sun.security.provider.JavaKeyStore. */
function javaStore(bytes: Buffer): KeyStore | undefined {
  const count = bytes.readUInt32BE(8);
  const first = bytes.length >= 16 ? bytes.readUInt32BE(12) : 0;
  const hasKey = count > 0 && (first === PRIVATE_KEY || first === SYMMETRIC_KEY || laterKey(bytes, count));
  if (!hasKey) return undefined;
  const opens = PASSWORDS.find((password) => digestOf(bytes, password).equals(bytes.subarray(-20)));
  return { what: 'Java key store', ...(opens !== undefined && { opens }) };
}

/** Walks over the certificates that come before; a store that does not hold together counts as one with a key. */
function laterKey(bytes: Buffer, count: number): boolean {
  const version = bytes.readUInt32BE(4);
  let at = 12;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 6 > bytes.length || bytes.readUInt32BE(at) !== 2) return true;
    at += 6 + bytes.readUInt16BE(at + 4) + 8;
    if (version === 2 && at + 2 <= bytes.length) at += 2 + bytes.readUInt16BE(at);
    if (at + 4 > bytes.length) return true;
    at += 4 + bytes.readUInt32BE(at);
  }
  return false;
}

function digestOf(bytes: Buffer, password: string): Buffer {
  const wide = Buffer.from(password, 'utf16le').swap16();
  return createHash('sha1').update(wide).update('Mighty Aphrodite').update(bytes.subarray(0, -20)).digest();
}
