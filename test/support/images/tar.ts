import { Header } from 'tar/header';

export interface TestFile {
  path: string;
  content?: string | Uint8Array;
  type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice';
  link?: string;
  mode?: number;
  /** Written as records of a pax header before the entry. */
  pax?: Readonly<Record<string, string>>;
  /** Instead of the content's length: for archives that lie. */
  size?: number;
}

/** One entry: header, body, padding; with a pax header before it where it has records or a long name. */
export function tarEntry(file: TestFile): Buffer {
  const body = Buffer.from(file.content ?? '');
  const long = Buffer.byteLength(file.path) > 99 || /[^\x20-\x7e]/.test(file.path);
  const records = { ...(long ? { path: file.path } : {}), ...file.pax };
  const pax = Object.keys(records).length > 0 ? paxEntry(records) : Buffer.alloc(0);
  const name = long ? 'long' : file.path;
  return Buffer.concat([
    pax,
    tarHeader({ ...file, path: name, size: file.size ?? body.length }),
    padded(body),
  ]);
}

/** A whole tar with its end marker. */
export function tarOf(files: readonly TestFile[]): Buffer {
  return Buffer.concat([...files.map(tarEntry), Buffer.alloc(1024)]);
}

export function tarHeader({ path, size, type, link, mode }: TestFile): Buffer {
  const header = new Header({
    path,
    size: size ?? 0,
    type: type ?? 'File',
    mode: mode ?? 0o644,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
    ...(link === undefined ? {} : { linkpath: link }),
  });
  const block = Buffer.alloc(512);
  header.encode(block);
  return block;
}

export function paxEntry(records: Readonly<Record<string, string>>, type = 'x'): Buffer {
  const body = Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)));
  const header = tarHeader({ path: 'PaxHeaders/0', size: body.length });
  header.write(type, 156, 'latin1');
  return Buffer.concat([withChecksum(header), padded(body)]);
}

/** Sets a header's checksum to what its bytes are. */
export function withChecksum(header: Buffer): Buffer {
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

export function padded(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let size = rest + String(rest).length;
  if (String(size).length !== String(rest).length) size = rest + String(size).length;
  return Buffer.from(`${size} ${key}=${value}\n`);
}
