/** Of some names the one that is written most like a word; undefined where none has anything of it. */
export function closest(word: string, names: Iterable<string>): string | undefined {
  const wanted = piecesOf(word);
  const scored = Array.from(names, (name) => {
    const pieces = piecesOf(name);
    const shared = [...pieces].filter((piece) => wanted.has(piece)).length;
    return { name, score: shared / (pieces.size + wanted.size) };
  });
  const [best] = scored.sort((one, other) => other.score - one.score);
  return best === undefined || best.score === 0 ? undefined : best.name;
}

function piecesOf(text: string): Set<string> {
  const plain = text.toLowerCase();
  return new Set(Array.from(plain, (_, at) => plain.slice(at, at + 3)));
}
