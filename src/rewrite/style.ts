import type { RewriteFacts, RewriteOptions, Style } from './rewrite.ts';
import { FRONTEND, frontendEdits } from './syntax-line.ts';

/** How a variable gets its value: as asked for, else from the mount itself where the frontend can be had that does so. */
export function styleFor({ file }: RewriteFacts, { style }: RewriteOptions): Style {
  if (style !== undefined && style !== 'ssh') return style;
  return frontendEdits(file, FRONTEND.environment) === undefined ? 'file' : 'environment';
}
