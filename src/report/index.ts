import type { Reporter } from './reporter.ts';

/** Every format, loaded when it is asked for. */
export const reporters = {
  text: async (): Promise<Reporter> => (await import('./text.ts')).text,
  json: async (): Promise<Reporter> => (await import('./json.ts')).json,
  sarif: async (): Promise<Reporter> => (await import('./sarif.ts')).sarif,
  github: async (): Promise<Reporter> => (await import('./github.ts')).github,
  gitlab: async (): Promise<Reporter> => (await import('./gitlab.ts')).gitlab,
  'gitlab-sast': async (): Promise<Reporter> => (await import('./gitlab-sast.ts')).gitlabSast,
  junit: async (): Promise<Reporter> => (await import('./junit.ts')).junit,
  markdown: async (): Promise<Reporter> => (await import('./markdown.ts')).markdown,
  html: async (): Promise<Reporter> => (await import('./html/html.ts')).htmlPage,
} as const;

export type ReportFormat = keyof typeof reporters;

export const REPORT_FORMATS: readonly string[] = Object.keys(reporters);

export function isReportFormat(name: string): name is ReportFormat {
  return Object.hasOwn(reporters, name);
}
