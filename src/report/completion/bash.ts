import type { CommandWords } from './words.ts';

/** For bash 4 and newer. */
export function bashCompletion(bin: string, commands: readonly CommandWords[]): string {
  const name = `_${bin.replaceAll('-', '_')}_complete`;
  const values = commands.flatMap(({ name: command, flags }) =>
    flags.flatMap((flag) =>
      flag.values === undefined
        ? []
        : [
            `    ${command}:--${flag.name}${flag.char === undefined ? '' : `|${command}:-${flag.char}`}) ${reply(flag.values)} ;;`,
          ],
    ),
  );
  const words = commands.map(({ name: command, flags, values: own }) => {
    const flagWords = flags.map((flag) => `--${flag.name}`).join(' ');
    return `    ${command}) if [[ $word == -* ]]; then ${reply(flagWords.split(' '))}; else ${reply(own)}; fi ;;`;
  });
  return `# bash completion for ${bin}: source <(${bin} completion bash)
${name}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  # bash takes --flag=value for three words.
  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if [ "$COMP_CWORD" -eq 1 ]; then ${reply(commands.map((one) => one.name))}; return; fi
  case $command:$before in
${values.map((line) => line.replace(/ ;;$/, '; return ;;')).join('\n')}
  esac
  case $command in
${words.join('\n')}
  esac
}
complete -o default -F ${name} ${bin}
`;
}

/** With nothing to list, \`-o default\` completes files. */
function reply(words: readonly string[]): string {
  return words.length === 0 ? ':' : `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word"))`;
}
