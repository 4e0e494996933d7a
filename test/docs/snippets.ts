/**
 * A fenced block of a page. Its info string is a language, then either the name of the file that it is (`dockerfile
 * api/Dockerfile`), or the word `output`, for what the block before it prints.
 */
export interface Snippet {
  language: string;
  text: string;
  /** Of its first line in the page, 1-based. */
  line: number;
  /** It is a file, to be written. */
  file?: string;
  /** What it prints: lines in this order; `…` stands for any others. */
  output?: string;
}

/** One command of a shell block. */
export interface ShellCommand {
  command: string;
  /** As `# exit 1` behind the command says; else 0. */
  exit: number;
}

const FENCE = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\n`]*)\n([\s\S]*?)^ {0,3}\2[`~]*[ \t]*$/gm;

/** The fenced blocks of a Markdown text, in order. Throws where an output block follows nothing that is run. */
export function snippetsOf(markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  for (const { 1: indent = '', 3: info = '', 4: body = '', index } of markdown.matchAll(FENCE)) {
    const [language = '', word] = info.trim().split(/\s+/);
    const line = markdown.slice(0, index).split('\n').length + 1;
    const text = body.replace(new RegExp(`^ {0,${indent.length}}`, 'gm'), '');
    if (word !== 'output') snippets.push({ language, text, line, ...(word !== undefined && { file: word }) });
    else {
      const last = snippets.at(-1);
      if (last === undefined || !isRun(last)) throw new Error(`line ${line}: nothing prints this output`);
      last.output = text;
    }
  }
  return snippets;
}

const LANGUAGES = /^(?:js|mjs|javascript|ts|typescript|sh|bash|shell|console)$/;

/** True for what is a program, and no file. */
export function isRun({ language, file }: Snippet): boolean {
  return file === undefined && LANGUAGES.test(language);
}

/** The commands of a shell block: comments are left out, lines that end in `\` go on, `$ ` in front is a prompt. */
export function shellCommands(text: string): ShellCommand[] {
  const lines = text.replace(/\\\n/g, '\\\u0000').split('\n');
  return lines
    .map((line) => line.replaceAll('\u0000', '\n').replace(/^\s*\$ /, ''))
    .filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
    .map((line) => {
      const [, command = line, exit = '0'] = /^([\s\S]*?)\s+# exit (\d+)\b.*$/.exec(line) ?? [];
      return { command, exit: Number(exit) };
    });
}

/** The lines of `expected` that `printed` lacks from where the last one was found; a `…` alone lets lines be left out. */
export function missingLines(expected: string, printed: string): string[] {
  const lines = printed.split('\n').map((line) => line.trimEnd());
  let at = 0;
  let mayPass = false;
  for (const [index, wanted] of expected.trimEnd().split('\n').entries()) {
    if (wanted.trim() === '…') {
      mayPass = true;
      continue;
    }
    const found = lines.findIndex((line, number) => number >= at && fits(line, wanted.trimEnd()));
    if (found === -1 || (found > at && !mayPass && index > 0)) return [wanted];
    at = found + 1;
    mayPass = false;
  }
  return [];
}

/** A `…` within a line stands for any characters. */
function fits(line: string, wanted: string): boolean {
  if (!wanted.includes('…')) return line === wanted;
  const parts = wanted.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(line);
}
