import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { append } from '../../config/append.ts';
import { reasonOf } from '../bytes.ts';

interface AuthPath {
  path: string;
  /** Named by the user: it has to be there, and to hold something. */
  named: boolean;
}

export interface AuthText extends AuthPath {
  text: string;
}

export type Note = (what: string, reason: string) => void;

const NAMES = ['.dockercfg', '.dockerconfigjson', 'config.json', 'auth.json'];
const LARGEST = 4 * 2 ** 20;

/**
 * Reads every account file there is, least weighty first: those of engines, REGISTRY_AUTH_FILE, then `authFiles`. A
 * folder stands for the files that Kubernetes or an engine keeps in it, or one level below. What is missing, empty or
 * repeated is told to `note`, unless nobody named it. `looked` gets each path.
 */
export async function readAuthFiles(
  authFiles: readonly string[],
  env: NodeJS.ProcessEnv,
  note: Note,
): Promise<{ files: AuthText[]; looked: string[] }> {
  const paths = defaultPaths(env).map((path) => ({ path, named: false }));
  for (const path of [env.REGISTRY_AUTH_FILE ?? '', ...authFiles].filter((name) => name !== '')) {
    append(
      paths,
      (await expand(path, note)).map((found) => ({ path: found, named: true })),
    );
  }
  const single = await withoutRepeats(paths, note);
  const files: AuthText[] = [];
  for (const path of single) {
    const text = await readText(path, note);
    if (text !== undefined) files.push({ ...path, text });
  }
  return { files, looked: single.map(({ path }) => path) };
}

function defaultPaths(env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME || homedir();
  const docker = env.DOCKER_CONFIG || join(home, '.docker');
  const runtime = env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json')] : [];
  return [join(docker, 'config.json'), ...runtime, join(home, '.config', 'containers', 'auth.json')];
}

async function expand(path: string, note: Note): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const found = await filesIn(path);
  if (found.length > 0) return found;
  const below = await readdir(path).catch((error: unknown) => void note(path, reasonOf(error)));
  if (below === undefined) return [];
  // Names with two dots are Kubernetes' own: the files behind them are reached by links.
  for (const name of below.filter((name) => !name.startsWith('..')).sort())
    append(found, await filesIn(join(path, name)));
  if (found.length === 0) note(path, `holds none of ${NAMES.join(', ')}, nor does a folder in it`);
  return found;
}

async function filesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of NAMES) {
    const path = join(folder, name);
    const is = await stat(path).catch((error: NodeJS.ErrnoException) => error.code === 'EACCES');
    if (is === true || (is !== false && is.isFile())) found.push(path);
  }
  return found;
}

/** The later place of a repeated file counts. */
async function withoutRepeats(paths: readonly AuthPath[], note: Note): Promise<AuthPath[]> {
  const places = new Map<string, AuthPath>();
  for (const path of paths) {
    const real = await realpath(path.path).catch(() => path.path);
    if (path.named && places.get(real)?.named) note(path.path, 'is named more than once; read once');
    places.delete(real);
    places.set(real, path);
  }
  return [...places.values()];
}

async function readText({ path, named }: AuthPath, note: Note): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > LARGEST)
      return void note(path, `is larger than ${LARGEST} bytes: not read`);
    const text = await readFile(path, 'utf8');
    if (text.trim() !== '') return text;
    if (named) note(path, 'is empty');
  } catch (error) {
    const missing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (named || !missing) note(path, reasonOf(error));
  }
  return undefined;
}
