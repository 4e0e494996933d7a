import type { BuildPath } from '../../build/build-path.ts';

/** Quotes within quotes end them, and `^` is a character there. */
const NO_TEXT = /["^]/;
const SET = /\bset[ \t]+("?)(\w+)=([^\r\n]*)/gi;

/** The variable of the environment that is all of a value in a shell of Windows: `$env:NAME`, `%NAME%`. */
export function environmentName(value: string, { line, at }: BuildPath): string | undefined {
  if (line === undefined || line.shell === 'posix') return undefined;
  const pattern = line.shell === 'cmd' ? /^%(\w+)%$/ : /^\$(?:env:(\w+)|\{env:(\w+)\})$/i;
  const [, plain, braced] = pattern.exec(withoutQuotes(value)) ?? [];
  const name = plain ?? braced;
  const isQuoted = name !== undefined && line.shell === 'cmd' && holdsQuotes(name, at.source.text);
  return isQuoted ? undefined : name;
}

/**
 * The variable that a script of Windows may set for the builder. What it sets stays set for all that it runs, so it is
 * one of which the script does not speak otherwise; undefined where it speaks of all that come to mind.
 */
export function freeName(name: string, { line, at }: BuildPath): string | undefined {
  // What is replaced before the shell reads the script is no variable of the shell's.
  const text = at.source.text.replace(/\$\{\{[^{}]*\}\}|\$\(\w+\)/g, '');
  return [name, `BUILD_${name}`, `BUILD_SECRET_${name}`].find(
    (one) => !isMentioned(one, text, line?.shell === 'cmd'),
  );
}

/** Whether a text reads or sets a variable of the environment; `--build-arg NAME=value` is neither. */
function isMentioned(name: string, text: string, isCmd: boolean): boolean {
  const ways = [
    `\\benv[:.=]${name}(?!\\w)`,
    `%${name}[%:]|!${name}[!:]`,
    `["']${name}["']`,
    `\\bdefined[ \\t]+${name}(?!\\w)`,
    `\\bset[ \\t]+(?:/\\w[ \\t]+)?"?${name}=`,
    `(?:[ \\t"']-e|--env|--build-arg)[ \\t=]+["']?${name}(?![\\w=])`,
    `(?:^|\\n)[ \\t]*(?:-[ \\t]+)?${name}[ \\t]*:`,
    ...(isCmd ? [`\\$\\{?${name}(?!\\w)`] : []),
  ];
  return new RegExp(ways.join('|'), 'i').test(text);
}

/** A command of cmd that sets a variable to a value; undefined where the value has quotes, which would be part of it. */
export function cmdAssignment(name: string, value: string, text: string): string | undefined {
  const plain = withoutQuotes(value);
  if (NO_TEXT.test(plain) || quotedNames(plain, text).length > 0) return undefined;
  return `set "${name}=${plain}"`;
}

/** The variables of a value that hold quotes, in cmd: a command line loses them, the environment does not. */
export function quotedNames(value: string, text: string): string[] {
  return namesIn(value).filter((name) => holdsQuotes(name, text));
}

/** `set NAME="value"`, or of a variable that is set so. */
function holdsQuotes(name: string, text: string): boolean {
  const values = new Map<string, string[]>();
  for (const [, quote, set = '', value = ''] of text.matchAll(SET)) {
    const key = set.toUpperCase();
    // In quotes of its own a value has none.
    const own = values.get(key) ?? [];
    own.push(quote === '' ? value : value.replace(/"[ \t]*$/, ''));
    values.set(key, own);
  }
  const waiting = [name.toUpperCase()];
  const seen = new Set(waiting);
  for (const one of waiting)
    for (const value of values.get(one) ?? []) {
      if (value.includes('"')) return true;
      const others = namesIn(value).map((other) => other.toUpperCase());
      for (const other of others) if (!seen.has(other)) waiting.push(other);
      for (const other of others) seen.add(other);
    }
  return false;
}

function namesIn(value: string): string[] {
  return Array.from(value.matchAll(/%(\w+)%/g), ([, name = '']) => name);
}

/** Without the quotes around it. */
export function withoutQuotes(value: string): string {
  return value.replace(/^"([\s\S]*)"$/, '$1');
}
