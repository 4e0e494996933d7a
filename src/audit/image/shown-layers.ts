import { parseHistories } from '../../image/history.ts';
import type { Image } from '../../image/image.ts';
import type { ShownLayer } from '../run.ts';
import type { Scrubber } from '../scrubber.ts';
import { MASK } from '../source-excerpt.ts';

/** An image's layers as they may be told, as soon as all its secrets are known. */
export class LayerList {
  readonly #image: Pick<Image, 'name' | 'platform'>;
  readonly #layers: readonly ShownLayer[];

  constructor({ name, platform, layers, config }: Image) {
    this.#image = { name, ...(platform !== undefined && { platform }) };
    const parsed = parseHistories(config.history);
    this.#layers = layers.map(({ index, digest, size, history }) => {
      const made = history === undefined ? undefined : parsed[config.history.indexOf(history)];
      const body = history?.createdBy.slice(made?.bodyStart ?? 0).replace(/ # buildkit$/, '');
      const instruction = `${made?.instruction ?? ''} ${body ?? ''}`.trim();
      return {
        index,
        ...(digest !== undefined && { digest }),
        ...(size !== undefined && { size }),
        ...(made !== undefined && instruction !== '' && { instruction }),
      };
    });
  }

  /** Whether a report calls it so. */
  isOf(image: string, platform: string | undefined, scrubber: Scrubber): boolean {
    return platform === this.#image.platform && image === scrubber.scrub(this.#image.name);
  }

  /** Whatever a scrubber knows is masked. */
  shown(scrubber: Scrubber): ShownLayer[] {
    return this.#layers.map((layer) =>
      layer.instruction === undefined
        ? layer
        : { ...layer, instruction: masked(layer.instruction, scrubber) },
    );
  }
}

function masked(text: string, scrubber: Scrubber): string {
  let clean = '';
  let done = 0;
  for (const { start, end } of scrubber.occurrences(text)) {
    clean += text.slice(done, start) + MASK;
    done = end;
  }
  return clean + text.slice(done);
}
