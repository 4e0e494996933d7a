import { append } from '../config/append.ts';
import { encodedMatches } from './decode/decode.ts';
import {
  type CompiledFormat,
  type CredentialMatch,
  type KnownSecret,
  MAX_REACH,
  matchesIn,
} from './match.ts';
import { resolveOverlaps } from './overlap.ts';
import type { ScanPlan } from './scan-plan.ts';
import { BUFFER_BYTES, type KeywordVisitor, type SearchBuffer } from './search/keyword.ts';
import { Secret } from './secret.ts';

/** Where a format's pattern has to run: offsets in the stream. */
interface Region {
  compiled: CompiledFormat;
  start: number;
  end: number;
}

export interface StreamOptions {
  /** The whole file is no longer than SHORT_TEXT. */
  short?: boolean;
  /** Nothing is decoded. */
  plain?: boolean;
}

/** Larger files are searched for plain credentials alone. */
const MOST_DECODED = 1024 * 1024;
/** Regions of one format that touch are searched as one, up to this length: each byte once, whatever the input. */
const MAX_REGION = 64 * 1024;
const MAX_MATCHES = 10_000;
/** As git decides: a NUL near the beginning makes a file binary. */
const SNIFFED = 8000;

/** One file being scanned. The result does not depend on how the bytes are cut into chunks. */
export class CredentialStream {
  readonly #plan: ScanPlan;
  readonly #short: boolean;
  readonly #plain: boolean;
  #buffer: SearchBuffer | undefined;
  /** Offset in the stream of the buffer's first byte. */
  #base = 0;
  #filled = 0;
  /** Next position of the keyword grid, in the buffer. */
  #next = 0;
  readonly #open = new Map<CompiledFormat, Region>();
  #closed: Region[] = [];
  #matches: CredentialMatch[] = [];
  #fresh: CredentialMatch[] = [];
  #binary: boolean | undefined;
  #newlines = 0;
  #counted = 0;
  #truncated = false;

  constructor(plan: ScanPlan, { short = false, plain = false }: StreamOptions = {}) {
    this.#plan = plan;
    this.#short = short;
    this.#plain = plain;
  }

  /** True when the file holds more matches than are kept; the first ones are. */
  get truncated(): boolean {
    return this.#truncated;
  }

  /** Takes the next bytes. The chunk is only read during the call. */
  write(chunk: Uint8Array): void {
    this.#buffer ??= this.#plan.take(this.#short);
    const { bytes } = this.#buffer;
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(bytes.length - this.#filled, chunk.length - at);
      bytes.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === bytes.length) this.#advance(this.#buffer, false);
    }
  }

  /** The file is whole. @returns its credentials in order, with byte offsets. The stream cannot be used again. */
  end(): CredentialMatch[] {
    if (this.#buffer !== undefined) {
      this.#advance(this.#buffer, true);
      this.#decode(this.#buffer.bytes);
      this.#plan.giveBack(this.#buffer, this.#short);
      this.#buffer = undefined;
    }
    return resolveOverlaps(this.#matches);
  }

  #advance(search: SearchBuffer, last: boolean): void {
    const buffer = search.bytes;
    // Later, its beginning is gone.
    if (!last) this.#isBinary(buffer);
    this.#searchOn(search, last, (keyword, start) => this.#hit(keyword, start));
    if (last) this.#closeRegions(Number.POSITIVE_INFINITY);
    this.#inspectRegions(buffer, last);
    this.#numberLines(buffer);
    if (!last) this.#drop(buffer, Math.max(0, this.#next - this.#plan.search.span - this.#plan.before));
  }

  /** Files as small as texts are: what stands encoded in them. */
  #decode(buffer: Buffer): void {
    if (this.#plain || this.#base > 0 || this.#filled > MOST_DECODED) return;
    const bytes = buffer.subarray(0, this.#filled);
    if (this.#isBinary(buffer) && !isWide(bytes)) return;
    const search = (decoded: Buffer): CredentialMatch[] => {
      const short = this.#short && decoded.length <= this.#filled;
      const inner = new CredentialStream(this.#plan, { short, plain: true });
      inner.write(decoded);
      return inner.end();
    };
    for (const match of encodedMatches(bytes, search)) {
      if (this.#matches.some(({ start, end }) => start < match.end && match.start < end)) continue;
      this.#keep(match);
      if (this.#truncated) break;
    }
    this.#numberLines(bytes);
  }

  #isBinary(buffer: Buffer): boolean {
    this.#binary ??= buffer.subarray(0, Math.min(SNIFFED, this.#filled)).includes(0);
    return this.#binary;
  }

  #searchOn(search: SearchBuffer, last: boolean, visit: KeywordVisitor): void {
    const span = last ? 0 : this.#plan.search.span;
    this.#next = search.scan(this.#next, this.#filled - span, this.#filled, visit);
    if (!last) this.#closeRegions(this.#base + this.#next - span);
  }

  #hit(keyword: number, at: number): void {
    const start = this.#base + at;
    const known = this.#plan.known.get(keyword);
    if (known !== undefined) this.#foundAgain(known, start);
    for (const compiled of this.#plan.users[keyword] ?? []) {
      const from = Math.max(0, start - compiled.before);
      const to = start + compiled.after;
      const open = this.#open.get(compiled);
      if (open !== undefined && from <= open.end && open.end - open.start < MAX_REGION) {
        open.start = Math.min(open.start, from);
        open.end = Math.max(open.end, to);
      } else {
        if (open !== undefined) this.#closed.push(open);
        this.#open.set(compiled, { compiled, start: from, end: to });
      }
    }
  }

  #foundAgain(known: KnownSecret, start: number): void {
    const text = known.secret.reveal();
    this.#keep({
      known,
      start,
      end: start + Buffer.byteLength(text),
      secret: known.secret,
      validity: 'unknown',
      confidence: 'certain',
    });
  }

  /** Closes the regions that no keyword starting at `frontier` or later can join. */
  #closeRegions(frontier: number): void {
    for (const [compiled, region] of this.#open) {
      if (frontier - compiled.before <= region.end) continue;
      this.#closed.push(region);
      this.#open.delete(compiled);
    }
  }

  #inspectRegions(buffer: Buffer, last: boolean): void {
    const waiting: Region[] = [];
    for (const region of this.#closed) {
      if (last || region.end <= this.#base + this.#filled) this.#inspect(buffer, region);
      else waiting.push(region);
    }
    this.#closed = waiting;
  }

  #inspect(buffer: Buffer, region: Region): void {
    const start = region.start - this.#base;
    const end = Math.min(region.end - this.#base, this.#filled);
    const { needs } = region.compiled.format;
    if (needs !== undefined && !buffer.subarray(start, end).includes(needs)) return;
    const window = buffer.toString('latin1', start, end);
    for (const match of matchesIn(region.compiled, window)) {
      const bytes = Buffer.from(match.secret.reveal(), 'latin1');
      match.secret = new Secret(bytes.toString('utf8'));
      match.start += region.start;
      match.end += region.start;
      this.#keep(match);
    }
  }

  #keep(match: CredentialMatch): void {
    if (this.#matches.length + this.#fresh.length < MAX_MATCHES) this.#fresh.push(match);
    else this.#truncated = true;
  }

  #numberLines(buffer: Buffer): void {
    if (this.#fresh.length === 0) return;
    this.#fresh.sort((one, other) => one.start - other.start);
    if (!this.#isBinary(buffer)) {
      for (const match of this.#fresh) {
        this.#countLines(buffer, match.start - this.#base);
        match.line = this.#newlines + 1;
      }
    }
    append(this.#matches, this.#fresh);
    this.#fresh = [];
  }

  /** Counts the newlines up to `to`; a match that lies before what was counted already is counted back. */
  #countLines(buffer: Buffer, to: number): void {
    if (this.#counted < to) {
      const part = buffer.subarray(this.#counted, to);
      for (let at = part.indexOf(0x0a); at !== -1; at = part.indexOf(0x0a, at + 1)) this.#newlines++;
      this.#counted = to;
    }
    while (this.#counted > to) if (buffer[--this.#counted] === 0x0a) this.#newlines--;
  }

  /** Frees the buffer's front, up to `upTo` or the first region still needed. */
  #drop(buffer: Buffer, upTo: number): void {
    let keep = upTo;
    for (const region of [...this.#open.values(), ...this.#closed])
      keep = Math.min(keep, region.start - this.#base);
    if (!this.#isBinary(buffer)) this.#countLines(buffer, keep);
    buffer.copyWithin(0, keep, this.#filled);
    this.#base += keep;
    this.#filled -= keep;
    this.#next -= keep;
    this.#counted -= keep;
  }
}

/** Text of two bytes a character. */
function isWide(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 64);
  const zeros = sample.filter((byte) => byte === 0).length;
  return sample.length >= 16 && zeros * 5 >= sample.length * 2 && zeros * 5 <= sample.length * 3;
}

/** The buffer holds a region, its reach and the longest keyword with room to spare. */
if (BUFFER_BYTES < 4 * (MAX_REGION + 2 * MAX_REACH)) throw new RangeError('the stream buffer is too small');
