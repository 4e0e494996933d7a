import { append } from '../config/append.ts';
import type { Vocabulary } from '../credentials/vocabulary.ts';
import {
  type ShellCommand,
  type ShellScript,
  type ShellSlot,
  type ShellWord,
  SLOT,
  slotsIn,
} from '../shell/script.ts';
import { unwrap } from '../shell/wrappers.ts';
import { givenSecrets, isSecretName } from './secret-options.ts';

/** A place in a script where the value of an expansion serves as a secret. */
export interface SecretUse {
  slot: ShellSlot;
  /** What it serves as: `the password of a URL`. */
  as: string;
}

/** What serves so may be a user's name after all. */
export const AS_USER = 'a token in place of the user of a URL';

const HEADERS =
  '(?:proxy-)?authorization|cookie|(?:private|job|deploy|circle)-token|api-?key|x-[\\w-]{0,40}(?:token|key|auth|secret|api)';

/** Text around an expansion that tells what it is; the group `secret` holds the secret's slots. */
const IN_TEXT: readonly { as: string; pattern: RegExp }[] = [
  {
    as: 'the value of an authorization header',
    pattern: new RegExp(
      `(?:^|[\\s"'={])(?:${HEADERS})["']?\\s{0,4}[:=]\\s{0,4}["']?(?<secret>[^\\n"']{0,400})`,
      'gim',
    ),
  },
  { as: 'the password of a URL', pattern: /:\/\/[^\s/@:]{0,200}:(?<secret>[^\s/@]{0,400})@/g },
  {
    as: AS_USER,
    pattern: new RegExp(`://(?<secret>[${SLOT}])(?::(?:x-oauth-basic|x-access-token)?)?@`, 'g'),
  },
  {
    as: 'a token in the query of a URL',
    pattern:
      /[?&](?:[\w-]{0,30}token|[\w-]{0,30}key|sig|signature|auth|password|passwd|secret|credential)=(?<secret>[^\s&#]{0,400})/gi,
  },
  {
    as: 'an npm token',
    pattern: new RegExp(`:?_(?:authToken|auth|password)\\s{0,4}[= ]\\s{0,4}["']?(?<secret>[${SLOT}])`, 'g'),
  },
  {
    as: 'a password in netrc form',
    pattern: new RegExp(`\\blogin\\s+\\S{1,200}\\s+password\\s+(?<secret>[${SLOT}])`, 'g'),
  },
];

/** `NAME=value`, `name: value`, `--name=value` inside a text: the name tells. */
const NAMED = new RegExp(
  `(?<name>[A-Za-z][\\w.-]{1,80})["']?\\s{0,2}[=:]\\s{0,2}["']?(?<secret>[${SLOT}])`,
  'g',
);

const TESTS = new Set(['[', '[[', 'test', 'case']);
const KEY_IDS = /^--(?:recv-keys?|fingerprint|list-keys|delete-keys?)$/;

/** Where `script` uses expansions as secrets, whatever they are called; each expansion once. */
export function secretUses(script: ShellScript, names: Vocabulary): SecretUse[] {
  const harmless = harmlessSlots(script);
  const bySlot = new Map<ShellSlot, SecretUse>();
  for (const use of allUses(script, names)) {
    if (!bySlot.has(use.slot) && !harmless.has(use.slot)) bySlot.set(use.slot, use);
  }
  return [...bySlot.values()];
}

/** The most telling first. */
function allUses(script: ShellScript, names: Vocabulary): SecretUse[] {
  const uses = [...script.documents, ...script.commands.flatMap((command) => command.words)].flatMap((word) =>
    usesInText(word, names),
  );
  for (const command of script.commands) {
    const { words } = unwrap(command.words);
    append(uses, [...assignedUses(command, names), ...givenUses(words, names)]);
  }
  return uses;
}

/** Expansions that only ask after a value: operands of a test, the id of a key to fetch, `${X:+…}`. */
export function harmlessSlots({ commands }: ShellScript): Set<ShellSlot> {
  const slots = commands.flatMap(({ words }) => {
    const all = words.flatMap((word) => word.slots);
    const asks = TESTS.has(words[0]?.template ?? '') || words.some(({ template }) => KEY_IDS.test(template));
    return asks ? all : all.filter((slot) => slot.presence === true);
  });
  return new Set(slots);
}

function usesInText(word: ShellWord, names: Vocabulary): SecretUse[] {
  if (word.slots.length === 0) return [];
  const uses: SecretUse[] = [];
  for (const { as, pattern } of IN_TEXT) {
    for (const match of word.template.matchAll(pattern)) {
      append(
        uses,
        slotsIn(match.groups?.['secret'] ?? '', word).map((slot) => ({ slot, as })),
      );
    }
  }
  for (const { groups } of word.template.matchAll(NAMED)) {
    const name = groups?.['name'] ?? '';
    if (isSecretName(name, names))
      append(
        uses,
        slotsIn(groups?.['secret'] ?? '', word).map((slot) => ({ slot, as: name })),
      );
  }
  return uses;
}

function assignedUses({ assignments }: ShellCommand, names: Vocabulary): SecretUse[] {
  return assignments
    .filter(({ name }) => isSecretName(name, names))
    .flatMap(({ name, value }) =>
      value.slots.length === 1 ? value.slots.map((slot) => ({ slot, as: name })) : [],
    );
}

function givenUses(words: readonly ShellWord[], names: Vocabulary): SecretUse[] {
  return givenSecrets(words, names).flatMap(({ word, part, as }) =>
    slotsIn(part, word).map((slot) => ({ slot, as })),
  );
}
