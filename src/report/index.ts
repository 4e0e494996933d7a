import type { Reporter } from './reporter.ts';

/** Every format, loaded when it is asked for. */
export const reporters = {
  text: async (): Promise<Reporter> => (await import('./text.ts')).text,
  json: async (): Promise<Reporter> => (await import('./json.ts')).json,
  html: async (): Promise<Reporter> => (await import('./html/html.ts')).htmlPage,
} as const;

export type ReportFormat = keyof typeof reporters;

export const REPORT_FORMATS: readonly ReportFormat[] = ['text', 'json', 'html'];
