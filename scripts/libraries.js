// Which libraries are in a bundle, as rolldown tells it: their versions, their licences, and their hashes of the lock file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTAINED } from './contained-libraries.js';

/** The licences that code in this package may have. A choice (OR) needs one of them. */
const ALLOWED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', '0BSD'];
/** What the bundler itself adds to what it writes: helpers that are a part of its own package. */
const OF_ROLLDOWN = /^\0(?:rolldown\/|@oxc-project\+runtime@)/;
const OWN = /^\0seldom\.cjs$/;
const PACKAGE = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)\b/i;

/**
 * The packages of bundled modules, sorted by name and version. `root` is where the lock file's paths begin.
 * Throws where a module is of no known package, a package has no hash or no licence text, or its licence is not allowed.
 */
export function librariesOf(moduleIds, lock, root) {
  const folders = new Set(moduleIds.map((id) => folderOf(id, root)).filter((folder) => folder !== undefined));
  return [...folders].map((folder) => libraryIn(folder, lock, root)).sort(byNameAndVersion);
}

function folderOf(id, root) {
  if (OWN.test(id)) return undefined;
  if (OF_ROLLDOWN.test(id)) return join(root, 'node_modules/rolldown');
  if (id.startsWith('\0')) throw new Error(`${JSON.stringify(id)} is in the bundle, and of no known package`);
  const path = id.replaceAll('\\', '/');
  const below = inFolder(path, root);
  const [, found] = PACKAGE.exec(below) ?? [];
  if (found !== undefined) return path.slice(0, path.length - below.length) + found;
  if (below === path) throw new Error(`${id} is in the bundle, and neither ours nor a package's`);
  return undefined;
}

function libraryIn(folder, lock, root) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string' || !license.replace(/[()]/g, '').split(' OR ').some(isAllowed))
    throw new Error(`${name} ${version} is in the bundle, and its licence is not allowed: ${license}`);
  const below = inFolder(folder.replaceAll('\\', '/'), root);
  const path = below.slice(below.indexOf('node_modules/'));
  const locked = lock.packages[path];
  if (locked?.version !== version || locked.integrity === undefined)
    throw new Error(`${name} ${version} is in the bundle, and not with a hash in the lock file`);
  const contains = CONTAINED[name] ?? [];
  const texts = textsIn(folder);
  const fromBanner = contains.find((one) => one.name === name);
  if (fromBanner !== undefined) texts.push(fromBanner.text);
  if (texts.length === 0) throw new Error(`${name} ${version} is in the bundle, and has no licence text`);
  const inner = contains.filter((one) => one !== fromBanner);
  return { name, version, licence: license, texts, path, integrity: locked.integrity, contains: inner };
}

function textsIn(folder) {
  return readdirSync(folder)
    .filter((name) => LICENCE_FILE.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

function inFolder(path, root) {
  const start = `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  return path.startsWith(start) ? path.slice(start.length) : path;
}

const isAllowed = (licence) => ALLOWED.includes(licence);

function byNameAndVersion(a, b) {
  const [one, other] = [a, b].map(({ name, version }) => `${name}@${version}`);
  return one < other ? -1 : 1;
}

/** The libraries with their whole licences, as one Markdown text. */
export function noticesOf(libraries) {
  const sections = libraries.map(({ name, version, licence, texts, contains }) => {
    const inner = contains.map((one) => `It contains ${one.name} (${one.licence}):\n\n${quoted(one.text)}\n`);
    return [
      `## ${name} ${version} (${licence})\n`,
      ...texts.map((text) => `${quoted(text)}\n`),
      ...inner,
    ].join('\n');
  });
  return `# Libraries in this package\n\n${sections.join('\n')}`;
}

/** Indented, so that no line of a licence is taken for a heading of ours. */
function quoted(text) {
  return text.replace(/^(?=.)/gm, '    ');
}
