import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from '../support/cli.ts';
import { tempFolder } from '../support/images/temp.ts';
import { isRun, missingLines, type Snippet, shellCommands, snippetsOf } from './snippets.ts';

export interface PageOptions {
  /** Files that the page takes for granted, by their paths. */
  files?: Readonly<Record<string, string | Uint8Array>>;
  env?: Readonly<Record<string, string>>;
}

/** What went wrong in a page, with the line of its snippet. */
export interface Fault {
  line: number;
  what: string;
}

/**
 * Runs all that a page of the documentation shows, in order and in one new folder, where `build-audit` is installed and
 * `audit` is on the PATH. Files are written first. Blocks in other languages without a name are only to be read.
 */
export async function runPage(page: string, { files = {}, env = {} }: PageOptions = {}): Promise<Fault[]> {
  const snippets = snippetsOf(await readFile(join(root, page), 'utf8'));
  const folder = await tempFolder();
  await install(folder);
  const own = snippets.flatMap(({ file, text }): [string, string][] =>
    file === undefined ? [] : [[file, text]],
  );
  for (const [path, text] of [...Object.entries(files), ...own]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const environment = { PATH: `${folder}/node_modules/.bin:${process.env['PATH']}`, HOME: folder, ...env };
  const faults: Fault[] = [];
  for (const snippet of snippets.filter(isRun)) {
    const what = await runSnippet(snippet, { cwd: folder, env: environment });
    if (what !== undefined) faults.push({ line: snippet.line, what });
  }
  return faults;
}

async function install(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '.bin'), { recursive: true });
  await symlink(root, join(modules, 'build-audit'));
  for (const name of ['audit', 'build-audit'])
    await symlink(join(root, 'bin/run.js'), join(modules, '.bin', name));
}

interface Place {
  cwd: string;
  env: Record<string, string>;
}

/** What went wrong, or undefined. */
async function runSnippet(
  { language, text, line, output }: Snippet,
  place: Place,
): Promise<string | undefined> {
  let printed = '';
  const commands = /^(?:sh|bash|shell|console)$/.test(language)
    ? shellCommands(text)
    : [{ command: `node ${await program(language, text, join(place.cwd, `line-${line}`))}`, exit: 0 }];
  for (const { command, exit } of commands) {
    const { code, said, stderr } = await shell(command, place);
    printed += said;
    if (code !== exit) return `${command}\nexits with ${code}, not ${exit}\n${stderr}`;
  }
  const [missing] = output === undefined ? [] : missingLines(output, printed);
  return missing === undefined ? undefined : `does not print ${missing}, but\n${printed}`;
}

/** Writes a program where it finds its imports; its path. */
async function program(language: string, text: string, path: string): Promise<string> {
  if (!/^t/.test(language)) {
    await writeFile(`${path}.mjs`, text);
    return `${path}.mjs`;
  }
  await writeFile(`${path}.ts`, text);
  const bundle = await rolldown({ input: `${path}.ts`, platform: 'node', external: /^[^./]/ });
  await bundle.write({ file: `${path}.mjs`, format: 'esm' });
  return `${path}.mjs`;
}

function shell(
  command: string,
  { cwd, env }: Place,
): Promise<{ code: number; said: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile('bash', ['-c', command], { cwd, env, timeout: 60_000 }, (error, said, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), said, stderr }),
    );
    child.stdin?.end();
  });
}
