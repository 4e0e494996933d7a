import type { AllowEntry, RuleSetting, Said } from '../../config/configuration.ts';
import { type Limits, limitName } from '../../config/limits.ts';
import { DEFAULT_GATE } from '../gate.ts';
import { allRules } from '../rule-docs.ts';
import type { GateFlags } from './gate-of.ts';
import type { LoadedConfig, Project } from './project.ts';
import { shownPath } from './shown-path.ts';

/** A value and where it comes from. */
type Row = readonly [what: string, from: string];

const DEFAULT = 'default';

/** What the flags say. */
interface ConfigFlags extends GateFlags {
  limits?: Partial<Limits>;
}

/** What holds for each project of a run, and where each value comes from: `FILE:LINE`, a flag, or default. */
export function printConfig(
  projects: readonly Project[],
  flags: ConfigFlags,
  isBaselineFlag: boolean,
): string {
  return projects.map((project) => printed(project, flags, isBaselineFlag)).join('\n');
}

function printed(
  { root, config, baseline, limits }: Project,
  flags: ConfigFlags,
  isBaselineFlag: boolean,
): string {
  const from = (line: number): string => `${config?.shown}:${line}`;
  const value = (flag: string | undefined, said: Said<string> | undefined, otherwise: string): Row => {
    if (flag !== undefined) return [flag, 'flag'];
    return said === undefined ? [otherwise, DEFAULT] : [said.value, from(said.line)];
  };
  const lists: [string, Row[]][] = [
    ['', gateRows(value, flags, config, baseline?.shown, isBaselineFlag)],
    ['limits:', limitRows(limits, config, flags.limits)],
    ['rules:', ruleRows(config, from)],
    ...(config?.parts ?? []).map(({ paths, allow }): [string, Row[]] => [
      paths === undefined ? 'allow:' : `allow in ${paths.join(', ')}:`,
      allow.map((entry): Row => [describeEntry(entry), from(entry.line)]),
    ]),
    [
      'formats:',
      (config?.formats ?? []).map(({ value: one, line }): Row => [`${one.id}: ${one.title}`, from(line)]),
    ],
    ...(['secret', 'rotating', 'harmless'] as const).map((kind): [string, Row[]] => [
      `names, ${kind}:`,
      (config?.names[kind] ?? []).map(({ value: name, line }): Row => [name, from(line)]),
    ]),
  ];
  return [head(root, config), ...lists.flatMap(([title, rows]) => section(title, rows))]
    .join('\n')
    .concat('\n');
}

function head(root: string, config: LoadedConfig | undefined): string {
  const where = shownPath(root) || '.';
  if (config === undefined) return `no configuration for ${where}`;
  const governs = config.onlyBelow
    ? `what is below ${shownPath(config.folder) || '.'}`
    : 'all that is audited';
  return `${config.shown} governs ${governs}`;
}

function gateRows(
  value: (flag: string | undefined, said: Said<string> | undefined, otherwise: string) => Row,
  flags: GateFlags,
  config: LoadedConfig | undefined,
  baseline: string | undefined,
  isBaselineFlag: boolean,
): Row[] {
  const rows: [string, Row][] = [
    ['fail-on', value(flags.failOn, config?.failOn, DEFAULT_GATE.failOn)],
    ['min-confidence', value(flags.minConfidence, config?.minConfidence, DEFAULT_GATE.minConfidence)],
    ['baseline', value(isBaselineFlag ? baseline : undefined, config?.baseline, 'none')],
  ];
  return rows.map(([name, [text, from]]) => [`${name}: ${text}`, from]);
}

/** Every limit, as a user calls it. */
function limitRows(
  limits: Limits,
  config: LoadedConfig | undefined,
  named: Partial<Limits> | undefined,
): Row[] {
  return Object.entries(limits).map(([key, value]): Row => {
    const said = config?.limits.findLast((one) => one.value.key === key);
    const from = said === undefined ? DEFAULT : `${config?.shown}:${said.line}`;
    return [`${limitName(key)}: ${value}`, named !== undefined && Object.hasOwn(named, key) ? 'flag' : from];
  });
}

/** Every rule, and what some paths have otherwise. */
function ruleRows(config: LoadedConfig | undefined, from: (line: number) => string): Row[] {
  const [everywhere, ...overrides] = config?.parts ?? [];
  const usual = allRules.map(({ id, severity }): Row => {
    const own = everywhere?.rules.find(({ rule }) => rule === id);
    return [`${id}: ${told(own, severity)}`, own === undefined ? DEFAULT : from(own.line)];
  });
  const others = overrides.flatMap(({ paths = [], rules }) =>
    rules.map((one): Row => [`${one.rule} in ${paths.join(', ')}: ${told(one, 'on')}`, from(one.line)]),
  );
  return [...usual, ...others];
}

function told(setting: RuleSetting | undefined, usual: string): string {
  return setting?.enabled === false ? 'off' : (setting?.severity ?? usual);
}

function describeEntry({ rule, name, kind, path, valueHash, expires, reason }: AllowEntry): string {
  const about = [
    rule,
    name,
    kind,
    path && `in ${path}`,
    valueHash && `value ${valueHash}`,
    expires && `until ${expires}`,
  ];
  return `${about.filter((one) => one !== undefined).join(' ')}: ${reason.replace(/\s+/g, ' ')}`;
}

function section(title: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const indent = title === '' ? '' : '  ';
  const width = Math.min(60, Math.max(...rows.map(([what]) => what.length)));
  const lines = rows.map(([what, from]) => `${indent}${what.padEnd(width)}  # ${from}`);
  return title === '' ? lines : [title, ...lines];
}
