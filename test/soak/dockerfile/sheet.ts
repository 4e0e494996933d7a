import type { Random } from '../../fuzz/random.ts';
import type { ExpectedFinding, Tell } from '../expected.ts';
import { type Planted, password, token } from '../values.ts';
import { StageGraph } from './stage-graph.ts';

/** One command of a RUN, and what has to be told of it. */
export interface Step {
  text: string;
  tells?: readonly Tell[];
}

export type Command = string | Step;

/** A build argument that carries a secret: where it is in the keys of what is costly. */
interface Carried {
  tell: ExpectedFinding;
  stages: Set<string>;
  costlyIn: Set<string>;
}

/** A Dockerfile in the making: what is written, and what has to be told of which line. */
export class Sheet {
  readonly random: Random;
  /** Planted texts that must not be in any output. */
  readonly values: string[] = [];
  /** Of the build context, if there is one: path and content. */
  readonly context = new Map<string, string>();
  readonly graph = new StageGraph();
  readonly escape: '\\' | '`';
  readonly isWindowsText: boolean;
  readonly #lines: string[] = [];
  readonly #words: string[];
  readonly #carried: Carried[] = [];
  readonly #expected: ExpectedFinding[] = [];
  readonly #whenWhole: (() => ExpectedFinding[])[] = [];

  constructor(random: Random) {
    this.random = random;
    this.escape = random.oneIn(12) ? '`' : '\\';
    this.isWindowsText = random.oneIn(10);
    this.#words = shuffled(random, WORDS);
  }

  get nextLine(): number {
    return this.#lines.length + 1;
  }

  text(): string {
    const end = this.isWindowsText ? '\r\n' : '\n';
    const text = this.#lines.join(end);
    const mark = this.random.oneIn(30) ? '\ufeff' : '';
    return `${mark}${text}${this.random.oneIn(20) ? '' : end}`;
  }

  /** What continues a line; blanks behind it change nothing. */
  continued(): string {
    return `${this.escape}${this.random.oneIn(8) ? '  ' : ''}`;
  }

  /** A word that no other piece of this file uses, for names and paths. */
  word(): string {
    const word = this.#words.pop();
    if (word === undefined) throw new Error('out of words');
    return word;
  }

  password(): string {
    const text = password(this.random);
    this.values.push(text);
    return text;
  }

  token(): Planted {
    const planted = token(this.random);
    this.values.push(planted.value);
    return planted;
  }

  /** All that has to be told, once the file is whole. */
  expected(): ExpectedFinding[] {
    const { needed } = this.graph;
    const rotating = this.#carried.filter(({ costlyIn }) =>
      [...costlyIn].some((stage) => needed().has(stage)),
    );
    return [
      ...this.#expected,
      ...rotating.map(({ tell }) => tell),
      ...this.#whenWhole.flatMap((expectations) => expectations()),
    ];
  }

  /** What depends on what comes further down. */
  expectWhenWhole(expectations: () => ExpectedFinding[]): void {
    this.#whenWhole.push(expectations);
  }

  /** Lines of one instruction or comment, told of at the first one. */
  add(text: string, ...tells: Tell[]): void {
    for (const tell of tells) this.#expected.push({ ...tell, line: this.nextLine });
    this.#lines.push(...text.split('\n'));
  }

  /** Lines of one instruction, each with what has to be told of it. */
  addLines(lines: readonly Step[]): void {
    for (const { text, tells = [] } of lines) this.add(text, ...tells);
  }

  /** A build argument that has to be told as a secret, and once more where a costly step comes behind it. */
  secretArgument(name: string, text = `ARG ${name}`, ...more: Tell[]): void {
    const tell = { rule: 'rotating-cache-key', name, line: this.nextLine };
    this.#carried.push({ tell, stages: new Set([this.graph.current]), costlyIn: new Set() });
    this.add(text, { rule: 'secret-in-arg', name }, ...more);
  }

  /** Begins a stage; one that starts from another has its arguments in its keys. */
  begin(stage: string, from?: string): void {
    this.graph.begin(stage, from);
    if (from === undefined) return;
    for (const { stages } of this.#carried) if (stages.has(from)) stages.add(stage);
  }

  /** Tells that a step of this stage takes long. */
  costly(): void {
    const { current } = this.graph;
    for (const { stages, costlyIn } of this.#carried) if (stages.has(current)) costlyIn.add(current);
  }
}

export function shuffled<T>(random: Random, all: readonly T[]): T[] {
  const rest = [...all];
  for (let at = rest.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    const [a, b] = [rest[at], rest[other]];
    if (a === undefined || b === undefined) continue;
    rest[at] = b;
    rest[other] = a;
  }
  return rest;
}

const WORDS =
  `billing orders catalog search invoice ledger parcel courier harvest orchard meadow river summit canyon prairie
  tundra glacier harbour lantern copper cobalt indigo saffron walnut maple cedar willow juniper thistle clover
  falcon heron osprey kestrel plover curlew badger otter marten lynx ibex bison saturn neptune juno vesta ceres
  pallas iris flora hebe thalia fortuna egeria eunomia psyche lutetia kalliope themis proserpina euterpe bellona`
    .trim()
    .split(/\s+/);
