/** The steps of a build, by the log of `--progress=plain`, that were not taken from the cache. */
export function stepsRun(log: string): string[] {
  const steps = new Map<string, string>();
  for (const line of log.split('\n')) {
    const [, number = '', said = ''] = /^#(\d+) (.*)$/.exec(line) ?? [];
    const [, step] = /^\[(?:\S+ )?\d+\/\d+\] ((?:RUN|COPY|ADD|WORKDIR) .*)$/.exec(said) ?? [];
    if (step !== undefined) steps.set(number, step);
    else if (said === 'CACHED') steps.delete(number);
  }
  return [...new Set(steps.values())];
}
