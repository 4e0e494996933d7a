/**
 * A smaller input that still fails in the same way: pieces are taken out, halves first, single bytes last.
 *
 * @param fails whether an input does
 * @param milliseconds that it may take
 */
export async function minimise(
  input: Buffer,
  fails: (input: Buffer) => Promise<boolean>,
  milliseconds: number,
): Promise<Buffer> {
  const until = Date.now() + milliseconds;
  let smallest = input;
  for (let size = Math.ceil(input.length / 2); size >= 1 && Date.now() < until; ) {
    const before = smallest.length;
    for (let at = 0; at < smallest.length && Date.now() < until; ) {
      const shorter = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)]);
      if (await fails(shorter)) smallest = shorter;
      else at += size;
    }
    if (smallest.length === before || size > smallest.length) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return smallest;
}
