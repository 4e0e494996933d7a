/**
 * Records `LENGTH KEY=VALUE\n` of a pax extended header (POSIX.1-2024, pax, "Extended Header"). Read by length:
 * node-tar reads them by line, and loses values that hold a newline. `whole` is false from the first malformed one on.
 */
export function parsePax(body: Buffer): { records: Map<string, string>; whole: boolean } {
  const records = new Map<string, string>();
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    const size = space > at && space - at < 9 ? decimal(body.toString('latin1', at, space)) : undefined;
    const end = at + (size ?? 0);
    const equals = body.indexOf(0x3d, space + 1);
    if (size === undefined || end > body.length || body[end - 1] !== 0x0a || equals < 0 || equals >= end) {
      return { records, whole: body.subarray(at).every((byte) => byte === 0) };
    }
    records.set(body.toString('utf8', space + 1, equals), body.toString('utf8', equals + 1, end - 1));
    at = end;
  }
  return { records, whole: true };
}

export function decimal(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Extended attributes among pax records: star's raw form, libarchive's with encoded name and value. */
export function xattrsOf(records: ReadonlyMap<string, string>): Record<string, string> | undefined {
  const found: [string, string][] = [];
  for (const [key, value] of records) {
    if (key.startsWith('SCHILY.xattr.')) found.push([key.slice(13), value]);
    if (key.startsWith('LIBARCHIVE.xattr.')) {
      found.push([unescapeName(key.slice(17)), Buffer.from(value, 'base64').toString('utf8')]);
    }
  }
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function unescapeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
