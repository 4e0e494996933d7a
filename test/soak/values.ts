import { formats } from '../../rules/credentials/index.ts';
import { ALNUM, exampleText, HEX, seedExamples } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { Random } from '../fuzz/random.ts';

/** Made of a fresh key pair, whatever the seed. */
const UNSEEDED = new Set(['gcp-service-account']);

/** Random choices for one subject; the same seed, kind and index give the same ones, examples of formats included. */
export function randomFor(seed: string, kind: string, index: number): Random {
  const random = new Random(`${seed} ${kind} ${index}`);
  seedExamples(random.below(2 ** 31));
  return random;
}

/** A password as people and generators make them, that no shell or Dockerfile has to quote. */
export function password(random: Random): string {
  const word = () => random.of(WORDS);
  const made = [
    () => exampleText(ALNUM, 16 + random.below(16)),
    () => exampleText(HEX, 32),
    () => `${exampleText(ALNUM, 3)}-${word()}-${exampleText(ALNUM, 4)}-${word()}-${10 + random.below(90)}`,
    () => `${exampleText(ALNUM, 8)}_${exampleText(ALNUM, 8)}.${exampleText(ALNUM, 6)}`,
  ];
  // What is left out would be judged by chance: few characters, what begins like the name of an algorithm.
  for (;;) {
    const text = random.of(made)();
    if (/[a-z]/i.test(text) && /\d/.test(text) && new Set(text).size >= 8 && !/^(?:md|sha)\d/i.test(text))
      return text;
  }
}

const WORDS = ['quartz', 'Velvet', 'violet', 'Engine', 'Piston', 'Ribbon', 'turbine', 'Basil'];

/** A text that holds one credential. */
export interface Planted {
  kind: string;
  text: string;
  value: string;
}

/** Formats whose every example is told at the default settings wherever it stands. */
const CANDIDATES = formats.filter(({ id, confidence }) => confidence !== 'possible' && !UNSEEDED.has(id));

/** An example of some format: the line that a file would have. */
export function example(random: Random, fits: (one: Planted, format: CredentialFormat) => boolean): Planted {
  for (;;) {
    const format = random.of(CANDIDATES);
    const text = random.of(format.examples.match());
    const match = format.pattern.exec(text);
    if (match === null) continue;
    const planted = { kind: format.id, text, value: match.groups?.['secret'] ?? match[0] };
    if (fits(planted, format)) return planted;
  }
}

/** No other kind of credential stands beside the value, as the secret beside an access key does. */
export function holdsOne({ text, value }: Planted): boolean {
  return formats.every(({ pattern }) => {
    const match = pattern.exec(text);
    const other = match?.groups?.['secret'] ?? match?.[0] ?? value;
    return other.includes(value) || value.includes(other);
  });
}

/** A token that is told by its own form, in one word. */
export function token(random: Random): Planted {
  return example(random, ({ text, value }) => text === value && /^[\w-]{20,120}$/.test(text));
}
