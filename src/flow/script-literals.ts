import { judgeAssignment } from '../credentials/assignments.ts';
import { Secret } from '../credentials/secret.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import {
  childrenOf,
  commandName,
  type ShellCommand,
  type ShellNode,
  type ShellWord,
} from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import type { LiteralCredential } from './literal.ts';
import type { RunScript } from './run-script.ts';
import { givenSecrets } from './secret-options.ts';

interface Named {
  name: string;
  value: string;
  word: ShellWord;
}

/** Literals that a script gives to a secret's name: `export DB_PASSWORD=…`, `--password …`, `curl -u user:…`. */
export function scriptLiterals({ text, script }: RunScript, names: Vocabulary): LiteralCredential[] {
  const named = [
    ...script.commands.flatMap((command) => namedValues(command, names)),
    ...script.body.flatMap(pipedValues),
  ];
  return named.flatMap(({ name, value, word }) => {
    const verdict = judgeAssignment(name, value, names);
    if (verdict === undefined) return [];
    const { confidence } = verdict;
    // Quotes and escapes may stand around and within it.
    const found = text.text.slice(word.start, word.end).lastIndexOf(value);
    const start = found === -1 ? word.start : word.start + found;
    const end = found === -1 ? word.end : start + value.length;
    const span = text.span(start, end);
    return [{ span, name, secret: new Secret(value), validity: 'unknown', confidence }];
  });
}

function namedValues({ assignments, words }: ShellCommand, names: Vocabulary): Named[] {
  const assigned = assignments.flatMap(({ name, value }) => named(name, value));
  const options = words.flatMap((word, index): Named[] => {
    const [, name, value] = /^--?([A-Za-z][\w-]{2,60})(?:=(.*))?$/s.exec(word.template) ?? [];
    if (name === undefined || word.slots.length > 0) return [];
    if (value !== undefined) return isPair(value) ? [] : [{ name, value, word }];
    const next = words[index + 1];
    return next === undefined || /^-/.test(next.template) || isPair(next.template) ? [] : named(name, next);
  });
  const given = givenSecrets(unwrap(words).words, names).flatMap(({ word, part }): Named[] =>
    word.slots.length > 0 || isPair(part) ? [] : [{ name: 'password', value: part, word }],
  );
  return [...assigned, ...given, ...options.filter(({ word }) => !given.some((one) => one.word === word))];
}

const PRINTS = /^(?:echo|printf)$/;
/** What reads a password, or `user:password`, from its input. */
const READS = /^--(?:password|token)-stdin$|^--with-token$/;

/** `echo … | docker login --password-stdin`, `echo user:… | chpasswd`. */
function pipedValues(node: ShellNode): Named[] {
  if (node.kind !== 'pipeline') return childrenOf(node).flatMap(pipedValues);
  return node.parts.flatMap((part, index): Named[] => {
    const before = node.parts[index - 1];
    if (part.kind !== 'command' || before?.kind !== 'command') return childrenOf(part).flatMap(pipedValues);
    const { words } = unwrap(part.words);
    const isPasswords = commandName(words) === 'chpasswd';
    if (!isPasswords && !words.some(({ template }) => READS.test(template))) return [];
    const printed = before.words.at(-1);
    if (printed === undefined || !PRINTS.test(commandName(before.words)) || printed.slots.length > 0)
      return [];
    const value = isPasswords ? printed.template.replace(/^[^:]*:/, '') : printed.template;
    return [{ name: 'password', value, word: printed }];
  });
}

/** `--secret id=npm,env=NPM_TOKEN`, `--set-secrets A=b:latest`: where a secret is, not what it is. */
function isPair(value: string): boolean {
  return /^[A-Za-z][\w-]*=/.test(value);
}

function named(name: string, word: ShellWord): Named[] {
  return word.slots.length > 0 ? [] : [{ name, value: word.template, word }];
}
