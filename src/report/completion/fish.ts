import { type CommandWords, type FlagWords, label } from './words.ts';

/** For fish 3 and newer. */
export function fishCompletion(bin: string, commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, summary, flags, values }) => [
    `complete -c ${bin} -n __fish_use_subcommand -f -a ${name} -d '${label(summary)}'`,
    ...(values.length === 0
      ? []
      : [`complete -c ${bin} -n '__fish_seen_subcommand_from ${name}' -f -a '${values.join(' ')}'`]),
    ...flags.map(
      (flag) => `complete -c ${bin} -n '__fish_seen_subcommand_from ${name}' ${flagOptions(flag)}`,
    ),
  ]);
  return `# fish completion for ${bin}: ${bin} completion fish | source\n${lines.join('\n')}\n`;
}

function flagOptions({ name, char, summary, values }: FlagWords): string {
  const short = char === undefined ? '' : ` -s ${char}`;
  const taken = values === undefined ? '' : values.length === 0 ? ' -r' : ` -x -a '${values.join(' ')}'`;
  return `-l ${name}${short}${taken} -d '${label(summary)}'`;
}
