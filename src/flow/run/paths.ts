import picomatch from 'picomatch';

/**
 * A path as the file system knows it: absolute, `.` and `..` resolved, backslashes as `/`. What an unknown variable
 * stands for is left as it is written; such a path is not joined to the folder.
 */
export function absolutePath(path: string, folder: string): string {
  const slashed = path.replace(/\\/g, '/');
  const whole = /^(?:[/$]|[A-Za-z]:\/)/.test(slashed) ? slashed : `${folder}/${slashed}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return whole.startsWith('/') ? `/${parts.join('/')}` : parts.join('/');
}

/** True for a path at or below a folder. */
export function isBelow(path: string, folder: string): boolean {
  if (folder === '/') return path.startsWith('/');
  return path === folder || path.startsWith(`${folder}/`);
}

/**
 * A test for a shell's file name pattern, or undefined when `path` is none.
 *
 * @param dot `*` matches hidden files too, as in COPY
 */
export function globOf(path: string, dot = false): ((other: string) => boolean) | undefined {
  if (!/[*?[{]/.test(path) || path.length > LONGEST_PATTERN) return undefined;
  return picomatch(path, { dot, nonegate: true, noext: true });
}

const LONGEST_PATTERN = 1024;

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const FOLDERS =
  /^\/(?:$|(?:bin|etc|home|mnt|opt|root|run|sbin|srv|tmp|usr|var)$|home\/[^/]+$|usr\/(?:local\/)?(?:bin|etc|lib|sbin|share)$|var\/(?:lib|tmp|cache|www)$)/;

/** True for a folder that every image has. */
export function isUsualFolder(path: string): boolean {
  return FOLDERS.test(path);
}

/** True for what a build log shows. */
export function isStandardOut(path: string): boolean {
  return /^\/(?:dev\/(?:stdout|stderr|tty|console|fd\/[12])|proc\/(?:self|1)\/fd\/[12])$/.test(path);
}

/** True for a file that shows the variables of a process. */
export function isEnvironment(path: string): boolean {
  return /^\/proc\/(?:self|\d+|\$\$)\/environ$/.test(path);
}

/** True where what is written is still there afterwards. */
export function isKept(path: string): boolean {
  return !/^\/(?:dev|proc|sys)(?:\/|$)/.test(path);
}
