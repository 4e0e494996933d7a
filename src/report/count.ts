/** `1 secret`, `2 secrets`. */
export function count(number: number, noun: string): string {
  return `${number} ${inNumber(noun, number)}`;
}

/** The same with its digits in groups, for people alone: `1 layer`, `2,345 layers`. */
export function groupedCount(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${inNumber(noun, number)}`;
}

function inNumber(noun: string, number: number): string {
  return number === 1 ? noun : `${noun}s`;
}
