import type { Random } from '../../fuzz/random.ts';
import type { PlannedFile } from './filler.ts';

/** Each place where a planted value stands, as a rule has to tell it. */
export interface ExpectedLeak {
  rule: string;
  value: string;
  places: string[];
}

interface PlantedFile {
  /** Index of its layer. */
  layer: number;
  /** As it stands in the layer. */
  path: string;
  leak: ExpectedLeak;
  /** The place in a report, without what became of the file. */
  place: string;
}

/** One image in the making. */
export class ImageSheet {
  readonly random: Random;
  readonly layers: PlannedFile[][];
  readonly env: string[] = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', 'LANG=C.UTF-8'];
  readonly labels: Record<string, string> = { 'org.opencontainers.image.title': 'app' };
  readonly command: string[] = ['./serve'];
  readonly annotations: Record<string, string> = {};
  readonly history: string[] = [];
  readonly buildArguments: Record<string, string> = {};
  readonly #leaks: ExpectedLeak[] = [];
  readonly #files: PlantedFile[] = [];
  readonly #buried = new Map<string, { by: number; as: 'deleted' | 'overwritten' }>();
  #numbers = 0;

  constructor(random: Random, layers: PlannedFile[][]) {
    this.random = random;
    this.layers = layers;
  }

  /** Adds entries of the history, which stand behind those of the layers; returns the pointer of the first one. */
  step(...entries: string[]): number {
    return this.layers.length + this.history.push(...entries) - entries.length;
  }

  /** A number that no other piece of this image has. */
  number(): number {
    this.#numbers += 1;
    return this.#numbers;
  }

  /** A layer that is the image's own. */
  anyLayer(): number {
    return this.random.below(this.layers.length);
  }

  /** Has to be told by this rule at these places. */
  expect(rule: string, value: string, ...places: string[]): ExpectedLeak {
    const known = this.#leaks.find((one) => one.rule === rule && one.value === value);
    if (known !== undefined) {
      known.places.push(...places);
      return known;
    }
    const leak = { rule, value, places };
    this.#leaks.push(leak);
    return leak;
  }

  put(layer: number, path: string, content: PlannedFile['content']): void {
    this.layers[layer]?.push({ path, content });
  }

  /**
   * Puts a file that holds a value into a layer.
   *
   * @param inner the way on into an archive, or the line
   */
  plant(
    layer: number,
    { path, content, inner = '' }: { path: string; content: string | Uint8Array; inner?: string },
    ...leaks: [rule: string, value: string][]
  ): void {
    this.put(layer, path, content);
    for (const [rule, value] of leaks)
      this.#files.push({ layer, path, leak: this.expect(rule, value), place: `/${path}${inner}` });
  }

  /** Lets a later layer delete or replace some of what was planted. */
  bury(): void {
    const last = this.layers.length - 1;
    for (const { layer, path } of this.#files) {
      if (layer === last || this.#buried.has(path) || !this.random.oneIn(3)) continue;
      const by = layer + 1 + this.random.below(last - layer);
      const [folder, name] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)];
      const ways = [
        () => this.put(by, `${folder}/.wh.${name}`, ''),
        () => this.put(by, path, 'nothing to see\n'),
        () => this.put(by, `${folder}/.wh..wh..opq`, ''),
      ];
      const way = this.random.below(ways.length);
      ways[way]?.();
      this.#buried.set(path, { by, as: way === 1 ? 'overwritten' : 'deleted' });
    }
  }

  /** All that has to be told. */
  expected(): ExpectedLeak[] {
    for (const { layer, path, leak, place } of this.#files) {
      const state = this.#buried.get(path)?.as ?? 'final';
      leak.places.push(`layer ${layer} ${place} ${state}`);
    }
    return this.#leaks;
  }
}
