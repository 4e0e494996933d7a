/** `##[…]`, `##vso[…]`, `##teamcity[…]`: CI runners obey them wherever they stand in a line of the log. */
export const LOG_COMMAND = /##(?=\w*\[)/g;

/** Lines for the log of a CI job: `::…`, which runners obey where a line begins, and the others are shown by signs that look like them. */
export function noCommand(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1∶').replace(LOG_COMMAND, '#♯');
}
