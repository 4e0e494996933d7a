import type { ConfigNode } from './config-node.ts';
import { configShape } from './config-shape.ts';
import type { AllowEntry, ConfigPart, Configuration, RuleSetting, Said } from './configuration.ts';
import { CONFIDENCES, SEVERITIES } from './levels.ts';
import { limitKey, limitValue } from './limits.ts';
import { readFormats, readSeverity } from './read-formats.ts';
import { checkShape, entryOf, type Suggest, type TellProblem } from './shape.ts';

/** What the reader of a configuration has to be told. */
export interface ReadOptions {
  /** The ids of all rules. */
  rules: readonly string[];
  /** The ids of all credential formats but the configuration's own. */
  kinds: readonly string[];
  suggest: Suggest;
  /** What is wrong with a pattern of paths. */
  globProblem(glob: string): string | undefined;
  /** The line of an offset. */
  lineOf(offset: number): number;
  tell: TellProblem;
}

/**
 * Reads a configuration that knows its places. All that is wrong is told, with its offset; what is given back then is of
 * no use.
 */
export function readConfiguration(root: ConfigNode, options: ReadOptions): Configuration {
  let wrong = 0;
  const tell: TellProblem = (at, problem) => {
    wrong += 1;
    options.tell(at, problem);
  };
  checkShape(root, configShape(options.rules), tell, options.suggest);
  return new ConfigurationReader(root, { ...options, tell }).read(wrong === 0);
}

class ConfigurationReader {
  readonly #root: ConfigNode;
  readonly #options: ReadOptions;

  constructor(root: ConfigNode, options: ReadOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** @param isSound the shape is as it should be, so that it is worth looking closer */
  read(isSound: boolean): Configuration {
    const nothing = { limits: [], parts: [], formats: [], names: { secret: [], rotating: [], harmless: [] } };
    if (!isSound) return nothing;
    const overrides = this.#root.get('overrides')?.items() ?? [];
    const formats = readFormats(this.#root.get('formats')?.items() ?? [], this.#options);
    const kinds = new Set([...this.#options.kinds, ...formats.map(({ value }) => value.id)]);
    const names = this.#root.get('names');
    const failOn = this.#choice('fail-on', [...SEVERITIES, 'never'] as const);
    const minConfidence = this.#choice('min-confidence', CONFIDENCES);
    const [baseline, salt] = [this.#text('baseline'), this.#text('salt')];
    return {
      ...(failOn && { failOn }),
      ...(minConfidence && { minConfidence }),
      ...(baseline && { baseline }),
      ...(salt && { salt }),
      limits: this.#limits(),
      parts: [this.#root, ...overrides].map((node) => this.#part(node, kinds)),
      formats,
      names: {
        secret: this.#names(names?.get('secret')),
        rotating: this.#names(names?.get('rotating')),
        harmless: this.#names(names?.get('harmless')),
      },
    };
  }

  #line({ at }: { at: { start: number } }): number {
    return this.#options.lineOf(at.start);
  }

  #text(key: string): Said<string> | undefined {
    const entry = entryOf(this.#root, key);
    const value = entry?.value?.text;
    return entry === undefined || value === undefined ? undefined : { value, line: this.#line(entry) };
  }

  #choice<T extends string>(key: string, values: readonly T[]): Said<T> | undefined {
    const said = this.#text(key);
    const value = values.find((one) => one === said?.value);
    return said === undefined || value === undefined ? undefined : { value, line: said.line };
  }

  #limits(): Configuration['limits'] {
    return (this.#root.get('limits')?.entries() ?? []).flatMap((entry) => {
      const [key, value] = [limitKey(entry.name), limitValue(entry.value?.text ?? '')];
      if (value === undefined) this.#options.tell(entry.at.start, `limits: ${entry.name}: is not above 0`);
      return key === undefined || value === undefined
        ? []
        : [{ value: { key, value }, line: this.#line(entry) }];
    });
  }

  #names(node: ConfigNode | undefined): Said<string>[] {
    return (node?.items() ?? []).map((item) => {
      const value = item.text ?? '';
      if (/^\**$/.test(value)) this.#options.tell(item.at.start, 'names: would be every name there is');
      return { value, line: this.#line(item) };
    });
  }

  #part(node: ConfigNode, kinds: ReadonlySet<string>): ConfigPart {
    const path = node === this.#root ? undefined : node.get('path');
    const paths = path?.isList ? path.items() : path === undefined ? [] : [path];
    return {
      ...(path && { paths: paths.map((one) => this.#glob(one)) }),
      rules: (node.get('rules')?.entries() ?? []).map((entry) => this.#rule(entry)),
      allow: (node.get('allow')?.items() ?? []).map((item) => this.#allow(item, kinds)),
    };
  }

  #glob(node: ConfigNode): string {
    const glob = node.text ?? '';
    const problem = this.#options.globProblem(glob);
    if (problem !== undefined) this.#options.tell(node.at.start, `path: ${problem}`);
    return glob;
  }

  #rule(entry: { name: string; at: { start: number }; value?: ConfigNode }): RuleSetting {
    const { name: rule, value } = entry;
    const word = value?.text;
    const severity = readSeverity(word ?? value?.get('severity')?.text);
    const enabled = word === undefined ? switchIn(value?.get('enabled')?.text) : word !== 'off';
    return {
      rule,
      line: this.#line(entry),
      ...(enabled !== undefined && { enabled }),
      ...(severity && { severity }),
    };
  }

  #allow(node: ConfigNode, kinds: ReadonlySet<string>): AllowEntry {
    const [rule, name, kind, valueHash, expires] = ['rule', 'name', 'kind', 'value-hash', 'expires'].map(
      (key) => node.get(key)?.text,
    );
    const path = node.get('path');
    const { suggest, tell } = this.#options;
    if ([rule, name, kind, valueHash, path].every((one) => one === undefined))
      tell(
        node.at.start,
        'allow: says nothing of what it is about: name a rule, name, path, kind or value-hash',
      );
    if (kind !== undefined && !kinds.has(kind)) {
      const best = suggest(kind, kinds);
      const meant = best === undefined ? '' : `; did you mean ${best}?`;
      tell(node.get('kind')?.at.start ?? 0, `allow: there is no credential format of that id${meant}`);
    }
    if (expires !== undefined && !isDay(expires))
      tell(node.get('expires')?.at.start ?? 0, `allow: there is no day ${expires}`);
    return {
      line: this.#line(node),
      reason: node.get('reason')?.text ?? '',
      ...(rule !== undefined && { rule }),
      ...(name !== undefined && { name }),
      ...(kind !== undefined && { kind }),
      ...(valueHash !== undefined && { valueHash }),
      ...(path && { path: this.#glob(path) }),
      ...(expires !== undefined && { expires }),
    };
  }
}

function switchIn(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'true';
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
