import type { ImageComparison } from '../audit/cache/compare-images.ts';
import { brief, plain, wrap } from './plain-text.ts';

/** For people: how much two images share, and where they part. */
export function comparisonText({ images, layers, parting }: ImageComparison, width: number): string {
  const { same, differing } = layers;
  const count = same + differing.length;
  const lines = [`${plain(images[0])} and ${plain(images[1])}: ${same} of ${count} layers are the same`];
  if (differing.length > 0)
    lines.push(`layers that differ: ${differing.map(({ index }) => index).join(', ')}`);
  if (parting === undefined) lines.push('their histories are the same');
  else {
    lines.push(`they part at history entry ${parting.entry}:`, `  ${brief(parting.instruction)}`);
    lines.push(`  ${plain(parting.reason)}`);
  }
  return `${lines.map((line) => wrap(line, width, '  ')).join('\n')}\n`;
}
