import type { Skip } from './image.ts';

/** The list of what could not be read; the same thing is told once, however often it is met. */
export class Skips {
  readonly list: Skip[] = [];
  readonly #told = new Set<string>();

  add(what: string, reason: string, absent = false): void {
    const key = `${what}\0${reason}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.list.push(absent ? { what, reason, absent } : { what, reason });
  }
}
