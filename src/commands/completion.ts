import { string } from '@oclif/core/args';
import { option } from '@oclif/core/flags';
import { Command } from './common/command.ts';

export default class CompletionCommand extends Command {
  static override summary = 'Print a script that makes a shell complete commands, flags and their values.';
  static override description = `bash: add to ~/.bashrc: source <(audit completion bash)
zsh: add to ~/.zshrc, behind compinit: source <(audit completion zsh)
fish: audit completion fish > ~/.config/fish/completions/audit.fish
PowerShell: add to $PROFILE: audit completion powershell | Out-String | Invoke-Expression`;
  static override examples = [
    '<%= config.bin %> completion bash',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/audit.fish',
  ];
  static override args = {
    shell: string({
      description: 'bash, zsh, fish or powershell.',
      required: true,
      options: ['bash', 'zsh', 'fish', 'powershell'],
    }),
  };
  static override flags = {
    for: option({
      options: ['audit', 'build-audit'] as const,
      default: 'audit' as const,
      summary: 'The name that it is called by.',
    })(),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CompletionCommand);
    const [{ completionScript }, { allRules }, { REPORT_FORMATS }] = await Promise.all([
      import('../report/completion/index.ts'),
      import('../audit/rule-docs.ts'),
      import('../report/index.ts'),
    ]);
    const values: Record<string, readonly string[]> = {
      rules: allRules.map(({ id }) => id),
      completion: CompletionCommand.args.shell.options ?? [],
    };
    const commands = this.config.commands.map(({ id, summary = '', flags: own }) => ({
      name: id,
      summary,
      values: values[id] ?? [],
      flags: Object.values(own).map((flag) => ({
        name: flag.name,
        summary: flag.summary ?? '',
        ...(flag.char !== undefined && { char: flag.char }),
        ...(flag.type === 'option' && {
          values: flag.options ?? (flag.helpValue === 'FORMAT[=FILE]' ? REPORT_FORMATS : []),
        }),
      })),
    }));
    commands.sort((one, other) => (one.name < other.name ? -1 : 1));
    const { shell } = args;
    if (shell === 'bash' || shell === 'zsh' || shell === 'fish' || shell === 'powershell')
      process.stdout.write(completionScript(shell, flags.for, commands));
  }
}
