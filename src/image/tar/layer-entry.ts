import type { LayerEntry } from '../image.ts';
import type { TarEntry } from './decoder.ts';

/** An empty, `.` or `..` component; most paths have none. */
const ODD = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** `./a//b/../c` -> `a/c`: without leading slash, never above its root. */
export function normalisePath(name: string): string {
  if (!ODD.test(name)) return name;
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/**
 * A tar entry as a layer means it (image-spec, layer.md, "Whiteouts"). AUFS leftovers `.wh..wh.*` and names that
 * leave nothing to delete are plain entries.
 */
export function layerEntry(entry: TarEntry): LayerEntry {
  const path = `/${normalisePath(entry.name)}`;
  const { type, size, linkName, xattrs } = entry;
  const found: LayerEntry = { path, type, size };
  if (path.includes('/.wh.')) Object.assign(found, whiteout(path));
  if (linkName !== undefined) found.linkPath = linkName;
  if (xattrs !== undefined) found.xattrs = xattrs;
  return found;
}

function whiteout(path: string): Pick<LayerEntry, 'path' | 'whiteout'> {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash);
  const name = path.slice(slash + 1);
  if (name === '.wh..wh..opq') return { path: folder || '/', whiteout: 'opaque' };
  const deleted = name.startsWith('.wh.') && !name.startsWith('.wh..wh.') ? name.slice(4) : '';
  if (deleted === '' || deleted === '.' || deleted === '..') return { path };
  return { path: `${folder}/${deleted}`, whiteout: 'file' };
}
