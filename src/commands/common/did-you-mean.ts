import { nearest } from '../../config/nearest.ts';

/** ` Did you mean NAME?` where a word is near to one of the names, or nothing. */
export function didYouMean(word: string, names: readonly string[], shown = (name: string) => name): string {
  const [meant] = nearest(word, names);
  return meant === undefined ? '' : ` Did you mean ${shown(meant)}?`;
}
