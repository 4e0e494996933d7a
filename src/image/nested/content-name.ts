const EXTENSION = /\.(?:gz|gzip|z|bz2|bz|xz|lzma|zst|zstd|lz4)$/i;
const SHORT: Readonly<Record<string, string>> = {
  tgz: 'tar',
  tbz: 'tar',
  tbz2: 'tar',
  txz: 'tar',
  tzst: 'tar',
  svgz: 'svg',
};

/** The name of a compressed file's content, as gzip(1) makes it: `/x/log.gz` -> `log`, `a.tgz` -> `a.tar`. */
export function nameWithout(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const plain = name.replace(EXTENSION, '').replace(/\.(t[gbx]z2?|tzst|svgz)$/i, (whole, short: string) => {
    const long = SHORT[short.toLowerCase()];
    return long === undefined ? whole : `.${long}`;
  });
  return plain === '' ? name : plain;
}
