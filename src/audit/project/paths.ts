import { Pattern } from '../../context/pattern.ts';

/** Whether a path is what a pattern stands for, or below it. `*` and `?` stay within a name, `**` goes across. */
export function isPathIn(path: string, glob: string): boolean {
  const plain = withoutEnds(glob);
  return Pattern.ofIgnoreFile(plain).matches(path) || Pattern.ofIgnoreFile(`${plain}/**`).matches(path);
}

/** What is wrong with a pattern. */
export function globProblem(glob: string): string | undefined {
  if (/^\.\.(?:\/|$)|\/\.\.(?:\/|$)/.test(glob)) return 'leads out of the folder of the configuration';
  if (glob.includes('\\')) return 'has a \\ in it; folders are parted by /';
  try {
    Pattern.ofIgnoreFile(withoutEnds(glob));
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'is no pattern of paths';
  }
}

function withoutEnds(glob: string): string {
  return glob.replace(/^\.\//, '').replace(/(?<=.)\/$/, '');
}
