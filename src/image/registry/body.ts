import { type Bytes, collect } from '../bytes.ts';
import { ImageError } from '../image.ts';
import { bodyReason, RegistryError } from './errors.ts';
import { drop, type Reply } from './http.ts';
import { Patience, type Timing } from './timing.ts';

/** The bytes of an answer's body. Throws what the connection throws. */
async function* bodyOf({ body }: Reply): Bytes {
  for await (const chunk of body) if (Buffer.isBuffer(chunk)) yield chunk;
}

/**
 * A small body, whole: where it breaks off, `get` is called again. Throws ImageError where it is larger than `limit`
 * bytes, or breaks off too often.
 */
export async function wholeBody(
  get: () => Promise<Reply>,
  { what, limit, timing }: { what: string; limit: number; timing: Timing },
): Promise<{ reply: Reply; bytes: Buffer }> {
  const patience = new Patience(timing);
  for (;;) {
    const reply = await get();
    try {
      const bytes = await collect(bodyOf(reply), limit);
      if (bytes) return { reply, bytes };
      throw new RegistryError(`${what}: not read: larger than ${limit} bytes`);
    } catch (error) {
      if (error instanceof ImageError) throw error;
      if (!(await patience.wait())) throw new RegistryError(`${what}: not read: ${bodyReason(error)}`);
    }
  }
}

/**
 * A large body, as it comes: where it breaks off, the rest is asked for by `get(position)`, and what an answer repeats
 * is passed over. Throws ImageError where there are more than `bound` bytes, or where it breaks off too often.
 */
export async function* resumedBody(
  get: (position: number) => Promise<Reply>,
  { what, bound, size, timing }: { what: string; bound: number; size: number | undefined; timing: Timing },
): Bytes {
  const patience = new Patience(timing);
  for (let position = 0; ; ) {
    const reply = await get(position);
    // Nothing stands behind what is there.
    if (reply.status === 416) return;
    try {
      for await (const chunk of behind(bodyOf(reply), position - startOf(reply, what, position))) {
        const wanted = chunk.subarray(0, bound - position);
        position += wanted.length;
        patience.progress();
        if (wanted.length > 0) yield wanted;
        if (wanted.length < chunk.length) throw tooLong(what, bound, size);
      }
      if (!isOpenEnded(reply) || size === undefined || position >= size) return;
      throw new Error('without all of its bytes');
    } catch (error) {
      if (error instanceof ImageError) throw error;
      if (!(await patience.wait()))
        throw new RegistryError(
          `${what}: not read to its end: after ${position} bytes ${bodyReason(error)}; try again later`,
        );
    }
  }
}

function tooLong(what: string, bound: number, size: number | undefined): RegistryError {
  const why = size === undefined || bound < size ? 'limit unpackedBytes' : 'its descriptor says no more';
  return new RegistryError(`${what}: stopped after ${bound} bytes (${why})`);
}

/** Which byte of the whole the body of an answer begins with. */
function startOf(reply: Reply, what: string, position: number): number {
  if (reply.status !== 206) return 0;
  const [, start] = /^bytes (\d+)-/.exec([reply.headers['content-range']].flat()[0] ?? '') ?? [];
  const found = start === undefined ? position : Number(start);
  if (found <= position) return found;
  drop(reply);
  throw new RegistryError(`${what}: asked for byte ${position}, the registry goes on at byte ${found}`);
}

/** Such a body ends where its connection does, cut short or not. */
function isOpenEnded({ headers }: Reply): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

async function* behind(source: Bytes, count: number): Bytes {
  let left = count;
  for await (const chunk of source) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
