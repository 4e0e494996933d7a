import { string } from '@oclif/core/args';
import { boolean, option } from '@oclif/core/flags';
import { Command } from './common/command.ts';
import { configFlags } from './common/flags.ts';
import { page } from './common/output.ts';
import { openOrTell } from './common/project.ts';

export default class RulesCommand extends Command {
  static override summary = 'List the rules, or explain one.';
  static override examples = [
    '<%= config.bin %> rules',
    '<%= config.bin %> rules secret-in-arg',
    '<%= config.bin %> rules --format json',
  ];
  static override args = { id: string({ description: 'The rule to explain.' }) };
  static override flags = {
    format: option({
      options: ['text', 'json'] as const,
      default: 'text' as const,
      summary: 'How they are written.',
    })(),
    ...configFlags,
    'no-color': boolean({ summary: 'No colour, on a terminal either.' }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RulesCommand);
    const { id } = args;
    const [{ allRules, describeRule }, { ruleTable }] = await Promise.all([
      import('../audit/rule-docs.ts'),
      import('../report/rule-table.ts'),
    ]);
    const chosen = id === undefined ? allRules : allRules.filter((rule) => rule.id === id.toLowerCase());
    if (id !== undefined && chosen.length === 0) {
      const { didYouMean } = await import('../config/nearest.ts');
      const ids = allRules.map((rule) => rule.id);
      this.error(`there is no rule ${id}.${didYouMean(id, ids)} "audit rules" lists them all.`, { exit: 2 });
    }
    if (flags.format === 'json') this.log(JSON.stringify(chosen, undefined, 2));
    else if (id !== undefined) this.log(chosen.map(describeRule).join('\n'));
    else {
      const { config, 'no-config': noConfig } = flags;
      const projects = await openOrTell(['.'], { config, noConfig });
      if (projects !== undefined) this.log(ruleTable(chosen, page(flags), projects.of('.').config));
    }
  }
}
