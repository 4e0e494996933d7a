import fc from 'fast-check';
import { isReportFormat, REPORT_FORMATS, reporters } from '../../../src/report/index.ts';
import { hostileReport, written } from '../../support/reports.ts';
import { parseXml } from '../../support/xml.ts';
import { ensure, type Target } from '../target.ts';

/** What no report may hold as it stands: controls, marks that turn text around, halves of pairs. */
const HOSTILE = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\p{Surrogate}]/u;
const LINES = ['FROM a', 'ARG NPM_TOKEN ```', 'RUN true | ##[x]', '\u001b[2J ::error::x'];

/** Reports are made of a number, not of bytes: what is foreign in one has been read already. */
export const reports: Target = {
  name: 'reports',
  sources: ['src/report/'],
  most: 8,

  seeds: () => [Buffer.alloc(4)],
  async run(input) {
    const seed = input.subarray(0, 4).reduce((sum, byte) => (sum << 8) | byte, input.length);
    for (const report of fc.sample(hostileReport, { seed, numRuns: 1 }))
      for (const format of REPORT_FORMATS.filter(isReportFormat)) {
        const text = written(await reporters[format](), report, { lines: LINES });
        ensure(!HOSTILE.test(text), `${format}: what a terminal or reader acts on`);
        if (/json|sarif|gitlab/.test(format)) JSON.parse(text);
        if (format === 'junit') parseXml(text);
      }
  },
};
