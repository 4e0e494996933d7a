/** How much of a secret is too much, in characters. */
const TELLING = 8;

/** Pieces of a secret that are found in a text, in whatever encoding, as a list of `encoding: piece`. */
export function traces(text: string, secrets: readonly string[]): string[] {
  const readings = new Set([
    text,
    text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    text.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    text.replace(/&#(x?)([\da-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(Number.parseInt(code, hex === '' ? 10 : 16)),
    ),
    // Spaces and breaks may stand within what is wrapped to a width.
    text.replace(/\s+[│|]?\s*/g, ''),
  ]);
  return secrets.flatMap((secret) =>
    encodings(secret).flatMap(([name, encoded, length]) =>
      windows(encoded, length)
        .filter((piece) => Array.from(readings).some((one) => one.includes(piece)))
        .map((piece) => `${name}: ${piece}`),
    ),
  );
}

/** Each with how many of its characters stand for TELLING ones of the secret. */
function encodings(secret: string): [name: string, encoded: string, length: number][] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    ['plain', secret, TELLING],
    ['reversed', [...secret].reverse().join(''), TELLING],
    ['hex', hex, 2 * TELLING],
    ['HEX', hex.toUpperCase(), 2 * TELLING],
    ['percent', hex.replace(/../g, '%$&'), 3 * TELLING],
    ...[0, 1, 2].flatMap((shift): [string, string, number][] => {
      // The first and the last digits depend on what stands around.
      const whole = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      const inner = whole.slice(shift === 0 ? 0 : 4, -2);
      return [
        [`base64 at ${shift}`, inner, 12],
        [`base64url at ${shift}`, inner.replaceAll('+', '-').replaceAll('/', '_'), 12],
      ];
    }),
  ];
}

function windows(text: string, length: number): string[] {
  if (text.length <= length) return [text];
  return Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length));
}
