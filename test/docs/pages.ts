import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../support/cli.ts';
import { tempFolder } from '../support/images/temp.ts';
import { type Ran, rendered, type ToRun, toRun, typedIn } from './console.ts';
import { type Fence, type Section, sectionsOf } from './markdown.ts';
import { writeSample } from './sample-images.ts';

export interface Page {
  /** In the repository. */
  path: string;
  text: string;
  sections: Section[];
}

/** The pages that are written by hand; those of rules are made from what tests run. */
export function pages(): Page[] {
  const docs = readdirSync(join(root, 'docs')).filter((name) => /\.md$/.test(name) && name !== 'library.md');
  const top = readdirSync(root).filter((name) => /\.md$/.test(name));
  return [...top, ...docs.map((name) => `docs/${name}`)].map((path) => {
    const page = readFileSync(join(root, path), 'utf8');
    return { path, text: page, sections: sectionsOf(page) };
  });
}

/** Each page with the output of its commands as it is now. All commands of all pages run in one process. */
export async function renderPages(all: readonly Page[]): Promise<Map<string, string>> {
  const blocks: { page: Page; fence: Fence; commands: ToRun[] }[] = [];
  for (const page of all) {
    for (const section of page.sections) {
      const consoles = section.fences.filter(({ language }) => language === 'console');
      if (consoles.length === 0) continue;
      const folder = await folderFor(section);
      const read = (path: string) => readFileSync(join(folder, path), 'utf8');
      for (const fence of consoles)
        blocks.push({ page, fence, commands: typedIn(fence.text).map((one) => toRun(one, folder, read)) });
    }
  }
  const results = await runAll(blocks.flatMap(({ commands }) => commands));
  const texts = new Map(all.map(({ path, text: page }) => [path, page]));
  // From the end, so that places before it stay where they are.
  for (const { page, fence, commands } of blocks.reverse()) {
    const printed = results.splice(results.length - commands.length);
    const old = texts.get(page.path) ?? '';
    const block = rendered(typedIn(fence.text), printed);
    texts.set(page.path, old.slice(0, fence.start) + block + old.slice(fence.end));
  }
  return texts;
}

/** Where a section's commands run: the repository, or a new folder with the files that it shows. */
export async function folderFor({ fences, directives }: Section): Promise<string> {
  if (directives.some(({ name }) => name === 'repository')) return root;
  const folder = await tempFolder();
  for (const { name, value } of directives) {
    if (name === 'git') continue;
    if (name === 'files') cpSync(join(root, value), folder, { recursive: true });
    else if (name === 'image') await writeSample(value, folder);
    else throw new Error(`no directive is called ${name}`);
  }
  for (const { path, text: content } of fences) {
    if (path === undefined || existsSync(join(folder, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  if (directives.some(({ name }) => name === 'git')) commit(folder);
  else mkdirSync(join(folder, '.git'));
  return folder;
}

function commit(folder: string): void {
  const who = ['-c', 'user.name=docs', '-c', 'user.email=docs@example.com', '-c', 'core.hooksPath=/dev/null'];
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['add', '--all'], { cwd: folder });
  execFileSync('git', [...who, 'commit', '--quiet', '--message', 'as it was'], { cwd: folder });
}

async function runAll(commands: readonly ToRun[]): Promise<Ran[]> {
  const cache = await tempFolder();
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-commands.mjs')], {
    env: { ...env, NO_COLOR: '1', BUILD_AUDIT_CACHE: cache },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(commands));
  return JSON.parse(await text(child.stdout));
}
