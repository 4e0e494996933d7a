import { boolean, option, string } from '@oclif/core/flags';
import { DEFAULT_GATE } from '../../audit/gate.ts';
import { CONFIDENCES, SEVERITIES } from '../../config/levels.ts';
import { REPORT_FORMATS } from '../../report/index.ts';

/** Where a project's configuration is. */
export const configFlags = {
  config: string({
    summary:
      'The configuration; default: .build-audit.yaml, .yml or .json, or "build-audit" in package.json, in the folder or above it.',
    helpValue: 'FILE',
  }),
  'no-config': boolean({ summary: 'Look for no configuration.', exclusive: ['config'] }),
};

/** What inputs may cost. */
export const limitFlags = {
  limit: string({
    summary: 'What one input may cost at most; "audit dockerfile --print-config" lists what holds.',
    helpValue: 'NAME=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** The flags that every audit takes. */
export const commonFlags = {
  ...configFlags,
  ...limitFlags,
  'print-config': boolean({ summary: 'Print what holds, and where each value comes from; audit nothing.' }),
  baseline: string({
    summary: 'What "audit baseline" recorded: only what is not in it fails.',
    helpValue: 'FILE',
  }),
  format: string({
    multiple: true,
    multipleNonGreedy: true,
    default: ['text'],
    summary: `How the report is written: ${REPORT_FORMATS.join(', ')}. Repeat it for several, each but one with a file.`,
    helpValue: 'FORMAT[=FILE]',
  }),
  output: string({
    char: 'o',
    summary: 'Write the report to this file, the one whose --format names none.',
    helpValue: 'FILE',
  }),
  'fail-on': option({
    options: [...SEVERITIES, 'never'] as const,
    summary: `Exit with 1 from this severity on; default: what the configuration says, else ${DEFAULT_GATE.failOn}.`,
  })(),
  'min-confidence': option({
    options: CONFIDENCES,
    summary: `Leave out findings less sure than this; default: what the configuration says, else ${DEFAULT_GATE.minConfidence}.`,
  })(),
  quiet: boolean({
    char: 'q',
    summary: 'Print nothing unless there is a finding or something was skipped.',
  }),
  verbose: boolean({
    char: 'v',
    summary: 'Tell on standard error what is read and written, and how long it takes.',
    exclusive: ['quiet'],
  }),
  'no-color': boolean({ summary: 'No colour, on a terminal either.' }),
};
