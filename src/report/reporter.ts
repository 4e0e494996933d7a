import type { Finding, Report } from '../audit/finding.ts';
import type { Run } from '../audit/run.ts';
import type { Excerpt } from '../audit/source-excerpt.ts';

/** What a reporter needs besides the report. */
export interface ReportIo {
  write(text: string): void;
  /** In columns. */
  width: number;
  colour: boolean;
  /** The masked source line a location begins on, where there is a source. */
  excerpt(location: Finding['location']): Excerpt | undefined;
  /** How much may be written, in bytes, where whoever takes it sets a limit. */
  limit?: number;
  times?: { started: Date; ended: Date };
  /** The layers of an image, where one was read. */
  layers?: Run['layers'];
}

/** Writes a report in one format. */
export type Reporter = (report: Report, io: ReportIo) => void;
