import { boolean, option, string } from '@oclif/core/flags';
import { DEFAULT_GATE } from '../../audit/gate.ts';
import { CONFIDENCES, SEVERITIES } from '../../config/levels.ts';
import { REPORT_FORMATS } from '../../report/index.ts';

/** The flags that every audit takes. */
export const commonFlags = {
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
    default: DEFAULT_GATE.failOn,
    summary: 'Exit with 1 from this severity on.',
  })(),
  'min-confidence': option({
    options: CONFIDENCES,
    default: DEFAULT_GATE.minConfidence,
    summary: 'Leave out findings less sure than this.',
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
