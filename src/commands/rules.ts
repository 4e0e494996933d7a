import { string } from '@oclif/core/args';
import { option } from '@oclif/core/flags';
import { Command } from './common/command.ts';
import { configFlags } from './common/flags.ts';
import { openOrTell } from './common/project.ts';

export default class RulesCommand extends Command {
  static override summary = 'List the rules, or explain one.';
  static override examples = ['<%= config.bin %> rules', '<%= config.bin %> rules secret-in-arg'];
  static override args = { id: string({ description: 'The rule to explain.' }) };
  static override flags = {
    format: option({
      options: ['text', 'json'] as const,
      default: 'text' as const,
      summary: 'How they are written.',
    })(),
    ...configFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RulesCommand);
    const { allRules, closestRule, describeRule, ruleTable } = await import('../audit/rule-docs.ts');
    const chosen = args.id === undefined ? allRules : allRules.filter(({ id }) => id === args.id);
    if (chosen.length === 0) {
      this.error(
        `no rule is called ${args.id}; did you mean ${closestRule(args.id ?? '')}? "audit rules" lists them all`,
        {
          exit: 2,
        },
      );
    }
    if (flags.format === 'json') this.log(JSON.stringify(chosen, undefined, 2));
    else if (args.id !== undefined) this.log(chosen.map(describeRule).join('\n'));
    else {
      const { config, 'no-config': noConfig } = flags;
      const projects = await openOrTell(['.'], { config, noConfig });
      if (projects !== undefined) this.log(ruleTable(chosen, projects.of('.').config));
    }
  }
}
