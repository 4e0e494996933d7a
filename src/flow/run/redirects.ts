import type { ShellRedirect } from '../../shell/script.ts';
import type { ShellState } from './state.ts';
import type { Evaluate } from './ways.ts';

/** True for a redirect that takes standard output somewhere else than to the log. */
export function isOutput({ operator, descriptor, target }: ShellRedirect): boolean {
  if (!/^(?:&>>?|>>?|>\||>&)$/.test(operator)) return false;
  if (operator === '>&') return /^[2-9]$/.test(target.template) && (descriptor ?? 1) === 1;
  return (descriptor ?? 1) === 1;
}

/** `exec > FILE` and `exec 3> FILE`: for all that comes after. */
export function openStreams(
  redirects: readonly ShellRedirect[],
  state: ShellState,
  evaluate: Evaluate,
): void {
  for (const { operator, descriptor = 1, target } of redirects)
    if (/^>{1,2}$/.test(operator)) state.streams.set(descriptor, evaluate(target).text);
}
