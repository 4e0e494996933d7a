import { deflateRawSync, deflateSync } from 'node:zlib';

export interface ZipFile {
  name: string;
  content?: string | Uint8Array;
  /** Stored unless said otherwise. */
  isDeflated?: boolean;
  /** Sizes stand behind the content, as streams are written. */
  hasDescriptor?: boolean;
  isEncrypted?: boolean;
  /** Sizes stand in a zip64 field. */
  isZip64?: boolean;
  method?: number;
}

/** A zip with its directory's end; the directory itself lists nothing. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  return Buffer.concat([...files.map(zipEntry), end]);
}

export function zipEntry(file: ZipFile): Buffer {
  const content = Buffer.from(file.content ?? '');
  const packed = file.isDeflated ? deflateRawSync(content) : content;
  const name = Buffer.from(file.name);
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE((file.isEncrypted ? 1 : 0) | (file.hasDescriptor ? 8 : 0), 6);
  header.writeUInt16LE(file.method ?? (file.isDeflated ? 8 : 0), 8);
  const stated = file.hasDescriptor ? [0, 0] : [packed.length, content.length];
  const [size = 0, plain = 0] = stated;
  header.writeUInt32LE(file.isZip64 ? 0xffffffff : size, 18);
  header.writeUInt32LE(file.isZip64 ? 0xffffffff : plain, 22);
  header.writeUInt16LE(name.length, 26);
  const extra = file.isZip64 ? zip64Extra(plain, size) : Buffer.alloc(0);
  header.writeUInt16LE(extra.length, 28);
  const descriptor = file.hasDescriptor ? zipDescriptor(packed.length, content.length) : Buffer.alloc(0);
  return Buffer.concat([header, name, extra, packed, descriptor]);
}

function zip64Extra(plain: number, size: number): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(plain), 4);
  extra.writeBigUInt64LE(BigInt(size), 12);
  return extra;
}

function zipDescriptor(size: number, plain: number): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.write('PK\x07\x08', 'latin1');
  descriptor.writeUInt32LE(size, 8);
  descriptor.writeUInt32LE(plain, 12);
  return descriptor;
}

/** An ar archive. Names of more than 15 bytes are written as BSD does. */
export function arOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const parts = Object.entries(files).map(([name, content]) => {
    const isLong = name.length > 15;
    const body = Buffer.concat([Buffer.from(isLong ? name : ''), Buffer.from(content)]);
    const field = isLong ? `#1/${name.length}` : name;
    const head = `${field.padEnd(16)}${'0'.padEnd(32)}${String(body.length).padEnd(10)}\`\n`;
    return Buffer.concat([Buffer.from(head), body, Buffer.from(body.length % 2 ? '\n' : '')]);
  });
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}

/** A cpio archive in the newc format, with its trailer. */
export function cpioOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const entries = Object.entries(files).map(([name, content]) => cpioEntry(name, Buffer.from(content)));
  return Buffer.concat([...entries, cpioEntry('TRAILER!!!', Buffer.alloc(0))]);
}

function cpioEntry(name: string, content: Buffer): Buffer {
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  const mode = hex(0o100644);
  const none = hex(0);
  const head = `070701${none}${mode}${none.repeat(4)}${hex(content.length)}${none.repeat(4)}${hex(name.length + 1)}${none}`;
  return Buffer.concat([filled(Buffer.from(`${head}${name}\0`)), filled(content)]);
}

function filled(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** An rpm around a payload. */
export function rpmOf(payload: Buffer): Buffer {
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb);
  return Buffer.concat([lead, rpmHeader(3), Buffer.alloc(5), rpmHeader(7), payload]);
}

function rpmHeader(dataSize: number): Buffer {
  const intro = Buffer.from('8eade8010000000000000001'.padEnd(32, '0'), 'hex');
  intro.writeUInt32BE(dataSize, 12);
  return Buffer.concat([intro, Buffer.alloc(16 + dataSize, 0x41)]);
}

/** An object of a pack: its header, then `base` where it is a delta, then zlib. */
export function packObject(kind: number, content: Uint8Array, base: Uint8Array = new Uint8Array(0)): Buffer {
  const header: number[] = [];
  let byte = (kind << 4) | (content.length & 15);
  for (let rest = content.length >> 4; rest > 0; rest >>= 7) {
    header.push(byte | 0x80);
    byte = rest & 0x7f;
  }
  header.push(byte);
  return Buffer.concat([Buffer.from(header), base, deflateSync(content)]);
}

export function packOf(objects: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  header.write('PACK');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects.length, 8);
  return Buffer.concat([header, ...objects, Buffer.alloc(20)]);
}
