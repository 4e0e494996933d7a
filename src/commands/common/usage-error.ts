import { didYouMean } from '../../config/nearest.ts';
import { defectText } from '../../report/defect-text.ts';

/** What oclif throws, as far as it is known. */
interface Thrown {
  message: string;
  /** Set by whoever ends a command on purpose. */
  oclif?: { exit?: number };
  /** What was parsed, and for which flags. */
  parse?: { input?: { flags?: Record<string, unknown> } };
}

/**
 * Tells what ended the command, on standard error, as a sentence with a next step.
 *
 * @param argv what was typed, without the program
 * @param commands the names of all commands
 * @returns the exit code
 */
export function tellError(error: unknown, argv: readonly string[], commands: readonly string[]): number {
  if (!isThrown(error) || error.oclif?.exit === undefined) {
    process.stderr.write(defectText(error));
    return 2;
  }
  const { exit } = error.oclif;
  // `this.exit()`, and what has been told.
  if (/^EEXIT/.test(error.message)) return exit;
  const [command = ''] = argv;
  const called = commands.includes(command) ? `"audit ${command}"` : '"audit"';
  process.stderr.write(`audit: ${plainly(error, called, commands)}\n`);
  return 2;
}

type Say = (found: Readonly<Record<string, string>>, asked: Asked) => string;

interface Asked {
  called: string;
  flags: readonly string[];
  commands: readonly string[];
}

/** What oclif says, and how we do. */
const SAYINGS: readonly [RegExp, Say][] = [
  [/^command (?<words>.+) not found\.?$/is, ({ words = '' }, asked) => unknownCommand(words, asked.commands)],
  [
    /^Nonexistent flags?: (?<flags>.+)$/s,
    ({ flags = '' }, asked) => {
      const [flag = ''] = flags.split(/[,=]/);
      const guess = didYouMean(flag.replace(/^-+/, ''), asked.flags, (name) => `--${name}`);
      return `there is no flag ${flag}.${guess}${help(asked)}`;
    },
  ],
  [
    /^Unexpected arguments?: (?<words>.+)$/s,
    ({ words = '' }, asked) => `${asked.called} takes no "${words}" besides.${help(asked)}`,
  ],
  [
    /^Missing \d+ required args?:?\n\s*(?<name>\S+)\s+(?<what>.+?)(?:\n|$)/,
    ({ name = '', what = '' }, asked) =>
      `${asked.called} needs ${name.toUpperCase()}: ${lowerFirst(what.replace(/^\([^)]*\)\s*|\.$/g, ''))}.${help(asked)}`,
  ],
  [
    /^Expected (?<flag>--[\w-]+)=(?<value>.*) to be one of: (?<options>.+)$/s,
    ({ flag = '', value = '', options = '' }) =>
      `${flag} cannot be "${value}".${didYouMean(value, options.split(', '))} It is one of ${options}.`,
  ],
  [
    /^Expected (?<value>.*) to be one of: (?<options>.+)$/s,
    ({ value = '', options = '' }, asked) =>
      `${asked.called} knows no ${value}.${didYouMean(value, options.split(', '))} It is one of ${options}.`,
  ],
  [
    /^Flag (?<flag>--[\w-]+) expects a value$/,
    ({ flag = '' }, asked) => `${flag} needs a value behind it.${help(asked)}`,
  ],
  [
    /(?<one>--[\w-]+)(?:=\S*)? cannot also be provided when using (?<other>--[\w-]+)/,
    ({ one = '', other = '' }) => `${one} and ${other} do not go together; leave out one of them.`,
  ],
  [
    /All of the following must be provided when using (?<one>--[\w-]+): (?<others>.+)/,
    ({ one = '', others = '' }) => `${one} needs ${others} as well.`,
  ],
];

/** The first thing that is wrong, in our words. */
function plainly({ message, parse }: Thrown, called: string, commands: readonly string[]): string {
  const said = message.replace(/\u001b\[[\d;]*m/g, '').replace(/\nSee more help with --help$/, '');
  const asked = { called, commands, flags: Object.keys(parse?.input?.flags ?? {}) };
  for (const [pattern, say] of SAYINGS) {
    const groups = pattern.exec(said)?.groups;
    if (groups !== undefined) return say(groups, asked);
  }
  return said.replace(/\s*\n\s*/g, ' ');
}

/** A path alone is what is typed most. */
function unknownCommand(words: string, commands: readonly string[]): string {
  const [word = ''] = words.split(':');
  const isFile = /^(?:Dockerfile|Containerfile|[./])|\.[Dd]ockerfile$/.test(word);
  const guess = isFile
    ? ` Did you mean "audit dockerfile ${word}"?`
    : didYouMean(word, commands, (name) => `"audit ${name}"`);
  return `there is no command ${word}.${guess} There are ${commands.join(', ')}.`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) && !text.startsWith('Dockerfile')
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function help({ called }: Asked): string {
  return ` See ${called.replace(/"$/, ' --help"')}.`;
}

function isThrown(error: unknown): error is Thrown {
  return error instanceof Error;
}
