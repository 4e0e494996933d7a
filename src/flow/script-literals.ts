import { judgeAssignment } from '../credentials/assignments.ts';
import { Secret } from '../credentials/secret.ts';
import type { ShellCommand, ShellWord } from '../shell/script.ts';
import type { LiteralCredential } from './literal.ts';
import type { RunScript } from './run-script.ts';

interface Named {
  name: string;
  value: string;
  /** Indexes into the script. */
  start: number;
  end: number;
}

/** Literals that a script gives to a secret's name: `export DB_PASSWORD=…`, `--password …`, `--password=…`. */
export function scriptLiterals({ text, script }: RunScript): LiteralCredential[] {
  return script.commands.flatMap(namedValues).flatMap(({ name, value, start, end }) => {
    const verdict = judgeAssignment(name, value);
    if (verdict === undefined) return [];
    const { confidence } = verdict;
    return [{ span: text.span(start, end), secret: new Secret(value), validity: 'unknown', confidence }];
  });
}

function namedValues({ assignments, words }: ShellCommand): Named[] {
  const assigned = assignments.flatMap(({ name, value }) => named(name, value));
  const options = words.flatMap((word, index): Named[] => {
    const [, name, value] = /^--?([A-Za-z][\w-]{2,60})(?:=(.*))?$/s.exec(word.template) ?? [];
    if (name === undefined || word.slots.length > 0) return [];
    if (value !== undefined) return [{ name, value, start: word.end - value.length, end: word.end }];
    const next = words[index + 1];
    return next === undefined || next.template.startsWith('-') ? [] : named(name, next);
  });
  return [...assigned, ...options];
}

function named(name: string, word: ShellWord): Named[] {
  return word.slots.length > 0 ? [] : [{ name, value: word.template, start: word.start, end: word.end }];
}
