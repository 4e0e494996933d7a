/** A path as a URI: relative where the path is, everything that means something in a URI encoded. */
export function fileUri(path: string): string {
  const parts = path
    .replaceAll('\\', '/')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/');
  const encoded = parts.map(encodeURIComponent);
  if (/^[A-Za-z]:$/.test(parts[0] ?? '')) return `file:///${[parts[0], ...encoded.slice(1)].join('/')}`;
  const joined = encoded.join('/');
  if (!joined.startsWith('/')) return joined;
  return `file:///${joined.replace(/^\/+/, '')}`;
}
