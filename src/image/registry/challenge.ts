/** One way to log in that a server offers (RFC 9110, 11.3). */
export interface Challenge {
  /** In lower case. */
  scheme: string;
  /** Names in lower case. */
  parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(`(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))`, 'y');
const SCHEME = new RegExp(`(${TOKEN})(?:[ \\t]+|(?=,|$))`, 'y');
const BLANKS = /[ \t,]*/y;
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;

/** The challenges of a WWW-Authenticate header, in its order. Stops at what follows no grammar; never throws. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found) at = pattern.lastIndex;
    return found;
  };
  for (take(BLANKS); at < header.length; take(BLANKS)) {
    const current = challenges.at(-1);
    const parameter = current && take(PARAMETER);
    if (current && parameter) {
      const [, name = '', quoted, plain = ''] = parameter;
      const value = quoted === undefined ? plain : quoted.replace(/\\(.)/gs, '$1');
      // The first one counts: what repeats it may have been slipped in.
      if (!current.parameters.has(name.toLowerCase())) current.parameters.set(name.toLowerCase(), value);
      continue;
    }
    const scheme = take(SCHEME)?.[1];
    if (scheme === undefined) break;
    challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    skipToken68(header, at, take);
  }
  return challenges;
}

/** `Negotiate abc==`: a lone value in the place of parameters. */
function skipToken68(header: string, at: number, take: (pattern: RegExp) => unknown): void {
  PARAMETER.lastIndex = at;
  if (!PARAMETER.test(header)) take(TOKEN68);
}
