import type { RewriteFacts } from './rewrite.ts';
import { FRONTEND, frontendEdits, frontendOf } from './syntax-line.ts';

/** Why nothing in a file can be rewritten, where that is so. */
export function refusalOf({ file, origin }: RewriteFacts): string | undefined {
  const [problem] = file.problems.filter(({ code }) => code !== 'malformed-exec-form');
  if (problem !== undefined) {
    const { start } = problem.span;
    const line = origin?.(start) ?? file.source.position(start).line;
    return `the builder would refuse the file for what stands on line ${line}; mend that first`;
  }
  const frontend = frontendOf(file);
  if (frontend.kind === 'other')
    return `# syntax=${frontend.name} is a frontend that may know no secret mounts; name docker/dockerfile:1, if that reads the file as well`;
  if (frontendEdits(file, FRONTEND.mount) !== undefined) return undefined;
  return 'the frontend is pinned by digest to a version without secret mounts; name a newer one';
}
