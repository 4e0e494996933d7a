import { genericSecrets } from '../../credentials/generic.ts';
import { isReference } from '../../credentials/placeholder.ts';
import { Secret } from '../../credentials/secret.ts';
import type { Vocabulary } from '../../credentials/vocabulary.ts';
import type { Place, SourceText, Span } from '../../dockerfile/source-text.ts';
import type { Engine } from '../engine.ts';
import type { Skipped, SourceLocation, Suppression } from '../finding.ts';
import { ignoresInText } from '../ignore-comments.ts';
import { describeIgnores } from '../parse-problems.ts';
import type { Problem } from '../problem.ts';
import type { JudgedBuild } from '../rule.ts';
import { Scrubber } from '../scrubber.ts';
import { type Excerpt, sourceExcerpt } from '../source-excerpt.ts';
import { spanIn } from '../source-location.ts';
import { Suppressor } from '../suppressor.ts';

interface BuildText {
  source: SourceText;
  /** Of the credentials in it. */
  secrets: readonly Span[];
  suppressor: Suppressor;
}

/** What stands behind `--secret` and `--ssh`. */
const FLAG_VALUE = /^(?:id|type|src|env)=/;

/** Where a text stands for a secret that the group `name` is called: as its value, or where it is not set. */
const GIVEN = [
  /\$\{(?:\w+:)?(?<name>[A-Za-z_]\w*):?[-=:](?<text>[^}$\s"']+)/dg,
  /(?:env\.|environ\[["']|env\[["']|getenv\(["']|environ\.get\(["'])(?<name>\w+)["'\])]*\s*(?:\?\?|\|\||,|\bor\b)\s*["'](?<text>[^"'\n]+)["']/dg,
  /\b(?<name>[A-Za-z_]\w*)=(?<text>[^\s"'$;&|`(){}]+)/dg,
  /\bsecrets\.(?<stored>\w+)\s*\|\|\s*'(?<text>[^'\n]+)'/dg,
];

/** The same in a text. */
function givenIn(text: string, names: Vocabulary): Span[] {
  return GIVEN.flatMap((pattern) =>
    Array.from(text.matchAll(pattern)).flatMap(({ groups = {}, indices }) => {
      const { name, stored } = groups;
      const isSecret = stored !== undefined || names.isSecret(name ?? '');
      const span = indices?.groups?.['text'];
      return isSecret && span !== undefined && !isReference(text.slice(...span))
        ? [{ start: span[0], end: span[1] }]
        : [];
    }),
  );
}

/** The texts of build files as reports may show them: every credential in them is known, and masked. */
export class BuildTexts {
  readonly scrubber: Scrubber;
  readonly #engine: Engine;
  readonly #ruleIds: ReadonlySet<string>;
  readonly #texts = new Map<string, BuildText>();
  readonly #words: ReadonlySet<string>;

  /** @param paths of the repository: a word that is a part of one is no secret to be taken out of every text */
  constructor(engine: Engine, ruleIds: ReadonlySet<string>, paths: readonly string[]) {
    this.#words = new Set(paths.flatMap((path) => path.split(/[/.]/)));
    this.#engine = engine;
    this.#ruleIds = ruleIds;
    this.scrubber = new Scrubber(engine.key);
  }

  /** What a build hands over that is a secret, with its file. */
  addBuild({ path, args, labels }: JudgedBuild): void {
    this.#add(path.at.source);
    for (const { secret, value } of [...args, ...labels]) {
      if (secret?.literal !== undefined) this.#learn(secret.literal.secret.reveal());
      for (const part of value) if (part.kind === 'text' && part.by !== undefined) this.#learn(part.text);
    }
    for (const { from } of path.secrets)
      for (const part of from?.kind === 'value' ? from.value : [])
        if (part.kind === 'text') this.#learn(part.text);
  }

  #learn(text: string): void {
    if (!this.#words.has(text)) this.scrubber.add(new Secret(text));
  }

  #add(source: SourceText): void {
    if (this.#texts.has(source.path)) return;
    const { scanner } = this.#engine;
    const found = scanner.scanText(source.text);
    const named = genericSecrets(source.text, 'config', scanner.names).filter(
      ({ start, end }) => !FLAG_VALUE.test(source.text.slice(start, end)),
    );
    for (const { secret } of found) this.scrubber.add(secret);
    for (const { start, end } of named) this.#learn(source.text.slice(start, end));
    const given = givenIn(source.text, scanner.names);
    for (const { start, end } of given) this.#learn(source.text.slice(start, end));
    this.#texts.set(source.path, {
      source,
      secrets: [...found, ...named, ...given],
      suppressor: new Suppressor(ignoresInText(source, this.#ruleIds)),
    });
  }

  /** The comment that a problem in a build file is suppressed by. */
  suppression(ruleId: string, problem: Problem<Place>): Suppression | undefined {
    const text = this.#texts.get(problem.at.source?.path ?? '');
    return text?.suppressor.suppression(ruleId, problem);
  }

  /** Comments that were meant to suppress something and did not. */
  ignoreNotes(): Skipped[] {
    return Array.from(this.#texts.values()).flatMap(({ source, suppressor }) =>
      describeIgnores({ source }, suppressor.bad, suppressor.unmatched),
    );
  }

  excerpt(location: SourceLocation): Excerpt | undefined {
    const text = this.#texts.get(location.path);
    if (text === undefined) return undefined;
    const { source, secrets } = text;
    const masked = [...secrets, ...this.scrubber.occurrences(source.text)];
    return sourceExcerpt(source, spanIn(source, location), masked);
  }
}
