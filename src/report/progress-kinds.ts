/** `auto`: a line that keeps changing, on a terminal; `plain`: one line at the end. */
export const PROGRESS_KINDS = ['auto', 'plain', 'none'] as const;

export type ProgressKind = (typeof PROGRESS_KINDS)[number];
