import type { Instruction } from '../dockerfile/instruction.ts';
import { splitWords } from '../dockerfile/words.ts';
import { absolutePath } from '../flow/run/paths.ts';
import type { TracedRun } from '../flow/trace.ts';
import type { RewriteFacts } from './rewrite.ts';

/** Whether a file was there before a RUN writes into it. */
export type Before = 'there' | 'perhaps' | 'none';

/** Names of files, not of folders or archives. */
const OF_FILE =
  /\.(?:json|jsonc|lock|toml|txt|mod|sum|ya?ml|xml|gradle|kts|properties|sh|py|[cm]?[jt]s|cfg|ini|conf|jar)$/;
/** Where a COPY to a working folder that nobody knows hardly goes. */
const ELSEWHERE = /^\/(?:root|home|etc|usr|var)\//;

/** Whether a COPY or ADD in front of a RUN, in its stage or those that this starts from, brings a file there. */
export function copiesOver(path: string, { stage, instruction }: TracedRun, facts: RewriteFacts): Before {
  let found: Before = 'none';
  let folder: string | undefined;
  const stages = [stage];
  for (let { base } = stage; base !== undefined; { base } = base) stages.unshift(base);
  for (const one of stages.flatMap(({ instructions }) =>
    instructions.map(({ trigger, ...own }) => trigger ?? own),
  )) {
    if (one.span.start >= instruction.span.start) break;
    if (one.keyword === 'WORKDIR')
      folder = /\$/.test(one.args.text) ? undefined : absolutePath(one.args.text, folder ?? '/');
    if (!/^(?:COPY|ADD)$/.test(one.keyword)) continue;
    const how = copies(one, path, folder, facts);
    if (how === 'there') return how;
    if (how === 'perhaps') found = how;
  }
  return found;
}

/** @param folder the working folder, where it is known */
function copies(one: Instruction, path: string, folder: string | undefined, { file }: RewriteFacts): Before {
  const words = one.exec ?? splitWords(one.args, file.escape).map(({ text }) => text);
  const to = (words.at(-1) ?? '').replace(/^"(.*)"$/, '$1');
  const sources = words.slice(0, -1);
  if (/\$/.test(to)) return 'perhaps';
  const target = absolutePath(to, folder ?? '/').replace(/(.)\/$/, '$1');
  if (target === path) return 'there';
  const above = target === '/' ? '/' : `${target}/`;
  if (!path.startsWith(above)) return 'none';
  if (folder === undefined && !to.startsWith('/') && ELSEWHERE.test(path)) return 'none';
  const rest = path.slice(above.length);
  const isDirect = !rest.includes('/');
  if (isDirect && sources.some((from) => from === rest || from.endsWith(`/${rest}`))) return 'there';
  return sources.every((from) => OF_FILE.test(from)) ? 'none' : 'perhaps';
}
