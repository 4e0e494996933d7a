import { createHash, type Hash } from 'node:crypto';

const HEX_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** A digest split in its parts, or nothing where it is malformed: only such a digest may become a path. */
function parseDigest(digest: string): { algorithm: string; hex: string } | undefined {
  const [, algorithm, hex] = /^(sha256|sha512):([0-9a-f]+)$/.exec(digest) ?? [];
  if (algorithm === undefined || hex === undefined || hex.length !== HEX_LENGTH[algorithm]) return undefined;
  return { algorithm, hex };
}

/** Where an OCI layout keeps a blob (image-spec, image-layout.md). */
export function blobPath(digest: string): string | undefined {
  const parsed = parseDigest(digest);
  return parsed && `blobs/${parsed.algorithm}/${parsed.hex}`;
}

/** The digest that a path like `blobs/sha256/HEX` or `HEX.json` promises, or nothing. */
export function digestOfPath(path: string): string | undefined {
  const [, algorithm = 'sha256', hex] =
    /^(?:blobs\/(sha256|sha512)\/)?([0-9a-f]+)(?:\.json)?$/.exec(path) ?? [];
  const digest = `${algorithm}:${hex ?? ''}`;
  return parseDigest(digest) && digest;
}

export function shortDigest(digest: string): string {
  return digest.replace(/^(\w+:[0-9a-f]{12})[0-9a-f]*$/, '$1');
}

export function sha256(bytes: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Counts what flows past, and hashes it where a digest is promised for it. */
export class Meter {
  bytes = 0;
  readonly #promised: string | undefined;
  readonly #hash: Hash | undefined;

  constructor(promised?: string) {
    this.#promised = promised;
    const parsed = promised === undefined ? undefined : parseDigest(promised);
    this.#hash = parsed && createHash(parsed.algorithm);
  }

  update(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    this.#hash?.update(chunk);
  }

  /** The digest found, where one was promised. Ends the hash: to be asked once. */
  digest(): string | undefined {
    return this.#hash && `${this.#promised?.split(':')[0]}:${this.#hash.digest('hex')}`;
  }
}
