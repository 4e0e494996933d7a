import { ByteCounter, type Progress } from '../audit/image/progress.ts';
import { plain } from './plain-text.ts';
import type { ProgressKind } from './progress-kinds.ts';

interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const REDRAW_MS = 100;
const MB = 1e6;
/** A rate says little before that. */
const SETTLED_SECONDS = 1;

/** Tells on a terminal how far the reading of images has come. `stop` leaves the line empty, or writes the only one. */
export function showProgress(kind: ProgressKind, terminal: Terminal): { progress: Progress; stop(): void } {
  const meter = new ProgressMeter();
  const isLive = kind === 'auto' && terminal.isTTY === true;
  const draw = (): void => {
    terminal.write(`\r\u001b[K${meter.line.slice(0, (terminal.columns ?? 80) - 1)}`);
  };
  const timer = isLive ? setInterval(draw, REDRAW_MS).unref() : undefined;
  return {
    progress: meter,
    stop: () => {
      clearInterval(timer);
      if (isLive) terminal.write('\r\u001b[K');
      if (kind === 'plain') terminal.write(`${meter.summary}\n`);
    },
  };
}

class ProgressMeter implements Progress {
  readonly counter = new ByteCounter();
  readonly #started = performance.now();
  #name = '';
  #images = 0;
  #layers = 0;
  #layersDone = 0;
  #bytes = 0;
  #doneBefore = 0;
  #layersBefore = 0;
  #known = 0;

  begin(
    { name, platform }: Parameters<Progress['begin']>[0],
    layers: number,
    bytes: number,
    known: number,
  ): void {
    this.#known += known;
    this.#layersBefore += this.#layersDone;
    this.#doneBefore = this.counter.bytes;
    this.#name = plain(platform === undefined ? name : `${name} (${platform})`);
    this.#images += 1;
    this.#layers = layers;
    this.#layersDone = 0;
    this.#bytes = bytes;
  }

  done(): void {
    this.#layersDone += 1;
  }

  get line(): string {
    if (this.#images === 0) return '';
    const read = this.counter.bytes - this.#doneBefore;
    const rate = this.counter.bytes / this.#seconds;
    const left = (this.#bytes - read) / rate;
    const settled = this.#seconds > SETTLED_SECONDS && read > 0;
    return [
      this.#name,
      `${this.#layersDone} of ${this.#layers} layers`,
      `${megabytes(read)} of ${megabytes(this.#bytes)} MB`,
      ...(settled ? [`${megabytes(rate)} MB/s`, `${Math.max(0, Math.ceil(left))} s left`] : []),
    ].join(', ');
  }

  get summary(): string {
    const layers = this.#layersBefore + this.#layersDone;
    const seconds = this.#seconds;
    const rate = megabytes(this.counter.bytes / seconds);
    const known = this.#known === 0 ? '' : `, ${this.#known} more were known`;
    return `read ${layers} layers of ${this.#images} images, ${megabytes(this.counter.bytes)} MB in ${seconds.toFixed(1)} s (${rate} MB/s)${known}`;
  }

  get #seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }
}

function megabytes(bytes: number): string {
  return (bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0);
}
