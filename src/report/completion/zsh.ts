import { type CommandWords, type FlagWords, label } from './words.ts';

/** For zsh, to be sourced, or put into a folder of fpath as _BIN. */
export function zshCompletion(bin: string, commands: readonly CommandWords[]): string {
  const name = `_${bin.replaceAll('-', '_')}`;
  const list = commands.map((one) => `    '${one.name}:${label(one.summary)}'`).join('\n');
  const cases = commands.map(({ name: command, flags, values }) => {
    const rest = values.length === 0 ? '_files' : `(${values.join(' ')})`;
    return `    ${command}) _arguments -S ${[...flags.flatMap(spec), `'*:argument:${rest}'`].join(' ')} ;;`;
  });
  return `#compdef ${bin}
# zsh completion for ${bin}: source <(${bin} completion zsh)
${name}() {
  local -a commands=(
${list}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = ${name} ]; then ${name} "$@"; else compdef ${name} ${bin}; fi
`;
}

function spec({ name, char, summary, values }: FlagWords): string[] {
  const what = `[${label(summary)}]`;
  const taken =
    values === undefined ? '' : `:${name}:${values.length === 0 ? '_files' : `(${values.join(' ')})`}`;
  const short = char === undefined ? [] : [`'*-${char}${what}${taken}'`];
  return [`'*--${name}${taken === '' ? '' : '='}${what}${taken}'`, ...short];
}
