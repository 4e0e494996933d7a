import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import { credential } from '../support/examples.ts';

/** A planted value, and how it may be written. */
export class Plant {
  readonly value: string;
  readonly #forms: readonly string[];

  /** @param format the credential format of what is planted; without one it is a random password */
  constructor(format?: string) {
    this.value = format === undefined ? exampleText(ALNUM, 24) : credential(format);
    this.#forms = [this.value, ...[0, 1, 2].map((shift) => encodedAt(this.value, shift))];
  }

  fill(text: string): string {
    return text
      .replaceAll('«secret»', this.value)
      .replaceAll('«base64»', Buffer.from(this.value).toString('base64'))
      .replaceAll('«userinfo»', Buffer.from(`ci:${this.value}`).toString('base64'));
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
