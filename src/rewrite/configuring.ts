import { commandName, type ShellWord } from '../shell/script.ts';

/** Commands that write into their tool's own configuration, and ask nobody. */
const CONFIGURING =
  /^(?:\S+ config|nuget(?:\.exe)? (?:sources?|setapikey)|dotnet nuget (?:add|update|remove|enable|disable))$/i;

/** Programs that read no variable for that; those of JavaScript want all that their files name. */
const CONTENT = /^(?:bundle|bundler|pip3?|poetry|composer|git|nuget|nuget\.exe|dotnet)$/;

/** @param words of a command, its wrappers taken off */
export function isConfiguring(words: readonly ShellWord[]): boolean {
  const [first = '', second = ''] = words.slice(1).map(({ template }) => template);
  const name = commandName(words);
  return CONFIGURING.test(`${name} ${first}`) || CONFIGURING.test(`${name} ${first} ${second}`);
}

/** True for such a command that does without the variables that its tool reads at other times. */
export function needsNoVariable(words: readonly ShellWord[]): boolean {
  return isConfiguring(words) && CONTENT.test(commandName(words));
}
