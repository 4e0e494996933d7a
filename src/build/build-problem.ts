/** Something about a build file that the reader of a report has to know. */
export interface BuildProblem {
  /** `path:line:column`, or a path. */
  what: string;
  reason: string;
  /** It leaves a doubt about what was read. */
  grave: boolean;
  /** It may be a build that is not among those that were found. */
  hidesBuild?: true;
}
