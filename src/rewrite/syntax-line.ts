import type { ParsedDockerfile } from '../dockerfile/instruction.ts';
import { syntaxOf } from '../dockerfile/syntax.ts';
import type { TextEdit } from './edit.ts';

/** The minor version of docker/dockerfile:1.x that knows a form of secret mount (facts: BuildKit's release notes). */
export const FRONTEND = { mount: 2, environment: 10 } as const;

/** What a file's frontend is, as far as a rewrite has to know. */
export type Frontend =
  /** The builder's own. */
  | { kind: 'own' }
  /** The newest 1.x, or a version that is said. */
  | { kind: 'docker'; minor: number; pinned: boolean; raise(minor: number): TextEdit }
  /** Some other image, which may read anything. */
  | { kind: 'other'; name: string };

const DOCKER = /^((?:docker\.io\/)?docker\/dockerfile(?:-upstream)?)(?::([\w.-]+))?(@sha256:[0-9a-f]+)?$/;
const VERSION = /^1\.(\d+)(?:\.\d+)?(-labs|-experimental)?$/;
const NEWEST = 1000;

/** Reads the frontend that a file names. */
export function frontendOf(file: ParsedDockerfile): Frontend {
  const directive = syntaxOf(file);
  if (directive === undefined) return { kind: 'own' };
  const { value, span } = directive;
  const [, image = '', tag = '', digest] = DOCKER.exec(value.trim().split(/\s/)[0] ?? '') ?? [];
  if (image === '') return { kind: 'other', name: value };
  const [, minor, variant = ''] = VERSION.exec(tag) ?? [];
  const { source } = file;
  const raise = (to: number): TextEdit => {
    const start = source.text.indexOf(tag, source.text.indexOf(image, span.start) + image.length);
    const kept = variant === '-labs' ? variant : '';
    return { source, start, end: start + tag.length, text: `1.${to}${kept}` };
  };
  const known = minor === undefined ? (tag === 'experimental' ? 0 : NEWEST) : Number(minor);
  return { kind: 'docker', minor: known, pinned: digest !== undefined, raise };
}

/**
 * What has to be done so that the frontend knows a form of mount: a line on top, a raised version, or nothing;
 * undefined where it cannot be had.
 */
export function frontendEdits(file: ParsedDockerfile, minor: number): TextEdit[] | undefined {
  const frontend = frontendOf(file);
  if (frontend.kind === 'other') return undefined;
  if (frontend.kind === 'own') return minor <= FRONTEND.mount ? [] : [topLine(file)];
  if (frontend.minor >= minor) return [];
  return frontend.pinned ? undefined : [frontend.raise(minor)];
}

function topLine({ source }: ParsedDockerfile): TextEdit {
  const { text } = source;
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const shebang = /^#![^\n]*\n/.exec(text.slice(mark))?.[0].length ?? 0;
  const at = mark + shebang;
  return { source, start: at, end: at, text: `# syntax=docker/dockerfile:1${lineEnding(text)}` };
}

/** As the file's first line has it. */
export function lineEnding(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
