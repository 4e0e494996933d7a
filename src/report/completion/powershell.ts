import type { CommandWords } from './words.ts';

/** For PowerShell 5 and newer. */
export function powershellCompletion(bin: string, commands: readonly CommandWords[]): string {
  const list = (words: readonly string[]) => `@(${words.map((word) => `'${word}'`).join(', ')})`;
  const flags = commands.map(
    (one) => `    '${one.name}' = ${list([...one.flags.map((flag) => `--${flag.name}`), ...one.values])}`,
  );
  const values = commands.flatMap(({ name, flags: own }) =>
    own.flatMap((flag) =>
      flag.values === undefined || flag.values.length === 0
        ? []
        : [`    '${name} --${flag.name}' = ${list(flag.values)}`],
    ),
  );
  return `# PowerShell completion for ${bin}: ${bin} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName '${bin}' -ScriptBlock {
  param($word, $tree, $position)
  $words = @{
${flags.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $typed = @($tree.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" })
  $offered =
    if ($typed.Count -le 1) { ${list(commands.map(({ name }) => name))} }
    elseif ($values.ContainsKey("$($typed[1]) $($typed[-1])")) { $values["$($typed[1]) $($typed[-1])"] }
    else { $words[$typed[1]] }
  $offered | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
