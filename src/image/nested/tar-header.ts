const CHECKSUM = 148;

/** Whether a file begins with a tar header: by its checksum, since old ones have no magic. */
export function isTarHeader(head: Uint8Array): boolean {
  if (head.length < 512 || head[0] === 0) return false;
  const stored = checksum(head);
  if (stored === undefined) return false;
  let sum = 8 * 0x20;
  for (let at = 0; at < 512; at++) if (at < CHECKSUM || at >= CHECKSUM + 8) sum += head[at] ?? 0;
  return sum === stored;
}

/** Octal digits, blanks before, NUL or blanks behind; undefined for nearly every file that is no tar. */
function checksum(head: Uint8Array): number | undefined {
  const last = head[CHECKSUM + 7] ?? 0;
  if (last !== 0 && last !== 0x20 && !isOctal(last)) return undefined;
  const written = String.fromCharCode(...head.subarray(CHECKSUM, CHECKSUM + 8));
  return /^ *[0-7]+[\0 ]*$/.test(written) ? Number.parseInt(written, 8) : undefined;
}

function isOctal(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x37;
}
