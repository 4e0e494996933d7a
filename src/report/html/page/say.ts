/** Tells what a key or button did to those who do not see it. */
export function say(text: string): void {
  const place = document.querySelector('#said');
  if (place !== null) place.textContent = text;
}
