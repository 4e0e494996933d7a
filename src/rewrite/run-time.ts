import type { Declaration } from '../flow/declaration.ts';
import type { Trace } from '../flow/trace.ts';
import { isForBuilding } from './tools.ts';

const STARTS = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** Whether the running container may need the value that an ENV keeps for it. */
export type RunTimeNeed = 'yes' | 'perhaps' | 'no';

/**
 * @param isUsedInBuild some RUN uses it
 */
export function runTimeNeed(
  { kind, name, stage, span }: Declaration,
  { target, declarations }: Trace,
  isUsedInBuild: boolean,
): RunTimeNeed {
  if (kind !== 'ENV' || stage?.inImage !== true || target === undefined) return 'no';
  const last = declarations.findLast(
    (one) => one.kind === 'ENV' && one.name === name && one.stage?.inImage === true,
  );
  if (last !== undefined && last.span.start > span.start) return 'no';
  const names = new RegExp(`\\$\\{?${name.replace(/\W/g, '\\$&')}\\b`);
  const starts = target.instructions.filter(({ keyword }) => STARTS.has(keyword));
  if (starts.some(({ args }) => names.test(args.text))) return 'yes';
  if (isUsedInBuild && isForBuilding(name)) return 'no';
  return isUsedInBuild ? 'perhaps' : 'yes';
}
