import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import { credential } from '../support/examples.ts';

/** A planted value, and how it may be written; and a second one that goes with it. */
export class Plant {
  readonly value: string;
  readonly second: string;
  readonly #forms: readonly string[];

  /** @param format the credential format of what is planted; without one it is a random password */
  constructor(format?: string) {
    this.value = format === undefined ? exampleText(ALNUM, 24) : credential(format);
    this.second = [...this.value].reverse().join('');
    this.#forms = [this.value, this.second].flatMap((value) => [
      value,
      ...[0, 1, 2].map((shift) => encodedAt(value, shift)),
    ]);
  }

  fill(text: string): string {
    const base64 = (plain: string) => Buffer.from(plain).toString('base64');
    return text
      .replaceAll('«secret»', this.value)
      .replaceAll('«second»', this.second)
      .replaceAll('«base64»', base64(this.value))
      .replaceAll('«userinfo»', base64(`ci:${this.value}`))
      .replace(/«base64:([^»]*)»/g, (_, plain: string) => base64(plain));
  }

  /** The text with the values taken out again, where they are written as they are. */
  mask(text: string): string {
    return text.replaceAll(this.value, '«secret»').replaceAll(this.second, '«second»');
  }

  /** Writes files, by their paths in a folder, with the value filled in. */
  async write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), this.fill(content));
    }
  }

  isIn(where: Buffer | string): boolean {
    return this.#forms.some((form) => where.includes(form));
  }
}

/** What base64 makes of a text that begins `shift` bytes into a group of three. */
function encodedAt(value: string, shift: number): string {
  const encoded = Buffer.from('\0'.repeat(shift) + value).toString('base64');
  return encoded.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + value.length) * 4) / 3));
}
