import type { BuildPath, GivenArgument } from '../../build/build-path.ts';
import { codeOf } from '../../build/script/powershell-code.ts';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { TextEdit } from '../edit.ts';
import type { FlagText } from './flag-text.ts';
import { cmdAssignment, environmentName, freeName, withoutQuotes } from './windows-variables.ts';

/** What drops the environment of whoever calls it. */
const DROPS =
  /\b(?:sudo|doas|pkexec|su|runuser|gosu|su-exec|chroot|ssh|wsl|run|(?<=\S[ \t]+)exec)\b|\benv[ \t]+(?:\w+=\S*[ \t]+)*-(?:[a-zA-Z]*[iu]|-ignore|-unset|[ \t])/;

/**
 * Whether the variable of an argument's name holds its value in the environment of the builder as it is: it was taken
 * from there, and no script has set it without exporting it.
 */
export function isInEnvironment({ name, value }: GivenArgument, flag: FlagText, path: BuildPath): boolean {
  if (flag.value === undefined) return true;
  const { source } = flag;
  const [part, ...others] = value;
  const isOutside = part?.kind === 'variable' && part.name === name && others.length === 0;
  if (isProgram(path)) return isOutside;
  const written = flag.value.replace(/^(?:\\?["'])+|(?:\\?["'])+$/g, '');
  if (path.line !== undefined && path.line.shell !== 'posix')
    return environmentName(flag.value, path) === name && !isDropped(path);
  const isMake = isMakefile(source);
  const shells = ['$', '$$'].flatMap((dollar) => [`${dollar}${name}`, `${dollar}{${name}}`]);
  const own = [...shells, ...(isMake ? [`$(${name})`] : [])];
  if (!own.includes(written) || (isMake && !isOutside)) return false;
  if (isDropped(path)) return false;
  return !isOwn(name, source.text);
}

/** What is written there is make's before it is the shell's. */
export function isMakefile({ path }: SourceText): boolean {
  return /(?:^|\/)(?:GNU|BSD)?[Mm]akefile[^/]*$|\.(?:[Mm]akefile|mk|mak|make)$/.test(path);
}

/** A program may run a command line without a shell; `sh '…'` of Jenkins does not. */
export function isProgram(path: BuildPath): boolean {
  const isWindows = path.line !== undefined && path.line.shell !== 'posix';
  return isCode(path.at.source) && !isWindows && !isShellStep(path);
}

function isCode({ path }: SourceText): boolean {
  return /\.(?:[cm]?[jt]sx?|py|tf|groovy|jenkinsfile)$|(?:^|\/)(?:Jenkinsfile|Tiltfile)[^/]*$/i.test(path);
}

function isShellStep({ at: { source, start } }: BuildPath): boolean {
  if (!/(?:^|\/)Jenkinsfile|\.(?:groovy|jenkinsfile)$/i.test(source.path)) return false;
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  const steps = Array.from(source.text.slice(0, start).matchAll(/\b(sh|bat|powershell|pwsh)\b/g));
  return (
    steps.at(-1)?.[1] === 'sh' &&
    !/\bdocker\.build\b|=[ \t]*$/.test(line + source.text.slice(start, start + 20))
  );
}

/** What `Start-Process` is told. */
const STARTS_BARE = /-Verb[ \t]+["']?RunAs|-UseNewEnvironment/i;

/** True where the builder runs elsewhere, or as somebody else, with another environment than the script's. */
export function isDropped({ line }: BuildPath): boolean {
  if (line === undefined) return false;
  const { first, program, isFar, shell } = line;
  const { text } = program.source;
  if (shell === 'powershell' && STARTS_BARE.test(lineOf(text, program.start))) return true;
  return isFar === true || DROPS.test(first.source.text.slice(first.start, program.start));
}

function lineOf(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at) + 1, end === -1 ? undefined : end);
}

/** Files whose variables a script or a Makefile takes without handing them on: `. ./.env`, `include .env`. */
const LOADS =
  /(?:^|(?<!\\\r?)\n|[;&|]|- )[ \t]*(?:(?:source|eval)[ \t]+|\.[ \t]+(?=[\w./"'$~]))|["'](?:source[ \t]|\.[ \t]+[\w./$~])|^-?include[ \t]/m;
const EXPORTS_ALL = /\bset[ \t]+-\w*a|\ballexport\b|^export[ \t]*$/m;

/** Whether a script may hold a variable without handing it on, as far as can be told. */
function isOwn(name: string, text: string): boolean {
  if (EXPORTS_ALL.test(text)) return false;
  if (new RegExp(`\\bexport\\s+(?:[\\w="'$ ]{0,300}\\s)?${name}\\b`).test(text)) return false;
  const assigned = new RegExp(
    `(?<!--(?:build-arg|opt)[ \\t=]+["']?(?:build-arg:)?)(?<![\\w$%{-])${name}[ \\t]*(?:[:?+]{0,3}=)(?!=)`,
    'i',
  );
  const taken = new RegExp(`\\b(?:read|for)\\b[^\\n;]{0,300}\\b${name}\\b`);
  return assigned.test(text) || taken.test(text) || LOADS.test(text);
}

/** How far a text is looked at for what stands in front of a command. */
const NEAR = 200;

/** What takes assignments in any shell, right behind it. */
const CROSS_ENV =
  /(?:^|[\s/\\])cross-env(?:-shell)?(?:\.cmd)?[ \t]+(?:--[ \t]+)?(?:[A-Za-z_]\w*=\S*[ \t]+)*$/;

/** Puts a variable into the environment of the builder alone; undefined where its language has no words for it. */
export function assignmentEdit(path: BuildPath, name: string, flag: FlagText): TextEdit | undefined {
  const { line, at } = path;
  const value = flag.value ?? '';
  if (line === undefined || line.program.source !== at.source || /[\r\n]/.test(value)) return undefined;
  if (isProgram(path) || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const isHere = flag.source === at.source && flag.start >= at.start && flag.start < at.end;
  if (!isHere && !isMovable(value)) return undefined;
  const { source } = at;
  const start = line.program.start;
  if (CROSS_ENV.test(source.text.slice(line.first.start, start)))
    return { source, start, end: start, text: `${name}=${value} ` };
  if (line.shell !== 'posix') return windowsEdit(path, name, value);
  const isWrapped = line.first.start !== start;
  const isTimed = /\btime(?:[ \t]+-p)?[ \t]+$/.test(
    source.text.slice(Math.max(0, at.start - NEAR), at.start),
  );
  if (isWrapped || isTimed) return { source, start, end: start, text: `env ${flag.word} ` };
  return { source, start: at.start, end: at.start, text: `${name}=${value} ` };
}

/** A value that is read elsewhere than it was written must not be made twice, nor be an operand of a function. */
function isMovable(value: string): boolean {
  return !/\$[\d@*#?!]|\$\(\(?[^)]*\s|`/.test(value);
}

function windowsEdit(path: BuildPath, name: string, value: string): TextEdit | undefined {
  const { line, at } = path;
  // A text of a program has quotes and dollars of its own.
  if (isCode(at.source) || isDropped(path) || freeName(name, path) !== name) return undefined;
  const isCmd = line?.shell === 'cmd';
  const text = isCmd ? cmdAssignment(name, value, at.source.text) : powershellAssignment(name, value);
  if (text === undefined) return undefined;
  return lineBefore(path, text) ?? sameLine(path, text + (isCmd ? ' && ' : '; '));
}

function powershellAssignment(name: string, value: string): string | undefined {
  const isExpression = /^\$(?:env:|\{env:)?\w+\}?$/.test(value) || /^(["'])[^"']*\1$/.test(value);
  // What a CI system puts in is no text for the shell to look into.
  const quote = /^\$\{\{[^'$]*\}\}$/.test(value) ? "'" : '"';
  if (!isExpression && withoutQuotes(value).includes('"')) return undefined;
  return `$env:${name} = ${isExpression ? value : quote + withoutQuotes(value) + quote}`;
}

/** In front of a command that a key of YAML has on its own line, or that stands behind others on one of PowerShell's. */
function sameLine({ line, at: { source, start } }: BuildPath, text: string): TextEdit | undefined {
  const before = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  const isKey = /\.ya?ml$/.test(source.path) && /^[ \t]*(?:-[ \t]+)*[\w-]+:[ \t]+$/.test(before);
  const [behind, call = ''] =
    (line?.shell === 'powershell'
      ? /[{;][ \t]*((?:\$[\w:]+[ \t]*=[ \t]*)?(?:&[ \t]+)?)$/.exec(codeOf(before).code)
      : null) ?? [];
  if (!isKey && behind === undefined) return undefined;
  const at = start - call.length;
  return { source, start: at, end: at, text };
}

/** A line of its own in front of the command, where the command begins one. */
export function lineBefore({ at, line }: BuildPath, text: string): TextEdit | undefined {
  const { source } = at;
  const start = source.text.lastIndexOf('\n', at.start - 1) + 1;
  const indent = source.text.slice(start, at.start);
  const [, blanks = ''] = /^([ \t]*)/.exec(indent) ?? [];
  const given =
    line?.shell === 'powershell' ? indent.replace(/\$[\w:]+[ \t]*=[ \t]*(?=(?:&[ \t]+)?$)/, '') : indent;
  if (!/^[ \t]*(?:[@-]+[ \t]*|&[ \t]+)?$/.test(given)) return undefined;
  if (/[\\`^&|][ \t]*\r?\n$/.test(source.text.slice(Math.max(0, start - NEAR), start))) return undefined;
  const isMuted = /@/.test(indent);
  const end = /\r\n/.test(source.text) ? '\r\n' : '\n';
  return { source, start, end: start, text: `${blanks}${isMuted ? '@' : ''}${text}${end}` };
}
