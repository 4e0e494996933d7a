import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { root } from '../support/cli.ts';
import { tempFolder } from '../support/images/temp.ts';
import { type Ran, rendered, type ToRun, toRun, typedIn } from './console.ts';
import { type Fence, type Section, sectionsOf, withTexts } from './markdown.ts';
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
  const texts = new Map(all.map((page) => [page, new Map<Fence, string>()]));
  for (const { page, fence, commands } of blocks)
    texts.get(page)?.set(fence, rendered(typedIn(fence.text), results.splice(0, commands.length)));
  return new Map(Array.from(texts, ([page, now]) => [page.path, withTexts(page.text, now)]));
}

/** Of each Dockerfile that says what is reported of it, the rules behind that and those that are. */
export async function claimedRules(
  all: readonly Page[],
): Promise<{ place: string; said: string; found: string }[]> {
  const claims = all.flatMap(({ path, sections }) =>
    sections.flatMap(({ fences }) =>
      fences.flatMap(({ language, claim, text: input, line }) =>
        language === 'dockerfile' && claim !== undefined
          ? [{ place: `${path}:${line}`, said: claim, input }]
          : [],
      ),
    ),
  );
  const cwd = await tempFolder();
  const words = ['dockerfile', '-', '--format', 'json'];
  const results = await runAll(claims.map(({ input }) => ({ cwd, words, input })));
  return claims.map(({ place, said }, i) => {
    const report: { findings: { rule: string; suppressed?: unknown }[] } = JSON.parse(
      results[i]?.output ?? '',
    );
    const rules = report.findings.flatMap(({ rule, suppressed }) => (suppressed === undefined ? [rule] : []));
    return { place, said, found: [...new Set(rules)].sort().join() || 'quiet' };
  });
}

/** Where a section's commands run: the repository, or a new folder with the files that it shows. */
async function folderFor({ fences, directives }: Section): Promise<string> {
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
  const child = spawn(process.execPath, [fileURLToPath(new URL('./run-commands.mjs', import.meta.url))], {
    env: { ...env, NO_COLOR: '1', BUILD_AUDIT_CACHE: cache },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(commands));
  return JSON.parse(await text(child.stdout));
}
