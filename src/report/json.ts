import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';

/** The report as it is, schema/report-v1.schema.json. */
export const json: Reporter = (report, { write }) => write(jsonText(report));
