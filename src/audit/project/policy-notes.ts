import { imageRules } from '../../../rules/image/index.ts';
import type { AllowEntry, RuleSetting } from '../../config/configuration.ts';
import { DEFAULT_LIMITS, limitName } from '../../config/limits.ts';
import type { Skipped, Subject } from '../finding.ts';
import type { LoadedConfig } from './project.ts';
import { isExpired, type Tally } from './tally.ts';

interface Around {
  subjects: readonly Subject[];
  /** All files of the project were audited. */
  isWhole: boolean;
  today: string;
}

const IMAGE_RULES: ReadonlySet<string> = new Set(imageRules.map(({ id }) => id));

/** What a configuration has switched off, and what of it had no effect. */
export function policyNotes(
  config: LoadedConfig,
  tally: Tally,
  { subjects, isWhole, today }: Around,
): Skipped[] {
  const isOfImages = subjects.some(({ kind }) => kind === 'image');
  const concerns = ({ rule }: { rule?: string }): boolean =>
    rule === undefined || IMAGE_RULES.has(rule) === isOfImages;
  const settings = config.parts.flatMap(({ rules }) => rules).filter(concerns);
  const entries = config.parts.flatMap(({ allow }) => allow).filter(concerns);
  const expired = entries.filter((entry) => isExpired(entry, today));
  const idle = entries.filter(
    (entry) => !isExpired(entry, today) && !tally.matched.has(entry) && isMissed(entry, isWhole, isOfImages),
  );
  return [
    ...limitNotes(config),
    ...settingNotes(config, settings, tally),
    ...harmlessNotes(config),
    ...expired.map((entry) =>
      noteAt(config, entry, `the entry expired on ${entry.expires} and counts no longer`),
    ),
    ...idle.map((entry) => noteAt(config, entry, 'the entry matches no finding: drop it, or mend it')),
  ];
}

function noteAt({ shown }: LoadedConfig, { line }: { line: number }, reason: string): Skipped {
  return { what: `${shown}:${line}`, reason };
}

function limitNotes(config: LoadedConfig): Skipped[] {
  return config.limits.flatMap((one) => {
    const { key, value } = one.value;
    const usual = DEFAULT_LIMITS[key];
    if (value === usual) return [];
    const how = value > usual ? 'raised' : 'lowered';
    return [noteAt(config, one, `the limit ${limitName(key)} is ${how} from ${usual} to ${value}`)];
  });
}

/** Of rules that are off first, then of those that are told as less than they are. */
function settingNotes(
  config: LoadedConfig,
  settings: readonly RuleSetting[],
  { off, lowered }: Tally,
): Skipped[] {
  const silent = settings.filter(({ enabled }) => enabled === false);
  const softened = settings.filter((one) => lowered.has(one));
  return [
    ...silent.map((one) =>
      noteAt(config, one, `the rule ${one.rule} is off${where(config, one)}${leftOut(off, one)}`),
    ),
    ...softened.map((one) => {
      const how = `${one.rule} is told as ${one.severity}${where(config, one)}`;
      return noteAt(config, one, `${how}: ${findings(lowered.get(one))} would be worse`);
    }),
  ];
}

function harmlessNotes(config: LoadedConfig): Skipped[] {
  const { harmless } = config.names;
  const [first] = harmless;
  if (first === undefined) return [];
  const names = harmless.map(({ value }) => value).join(', ');
  return [noteAt(config, first, `taken for no secrets: ${names}`)];
}

/** ` in test/**` for a setting of some paths. */
function where({ parts }: LoadedConfig, setting: RuleSetting): string {
  const paths = parts.find(({ rules }) => rules.includes(setting))?.paths;
  return paths === undefined ? '' : ` in ${paths.join(', ')}`;
}

function leftOut(off: Tally['off'], setting: RuleSetting): string {
  const number = off.get(setting);
  return number === undefined ? '' : `: ${findings(number)} left out`;
}

function findings(number = 0): string {
  return number === 1 ? '1 finding' : `${number} findings`;
}

/** An entry about something else than what was audited is not missed. */
function isMissed({ path }: AllowEntry, isWhole: boolean, isOfImages: boolean): boolean {
  return isOfImages
    ? path === undefined || /^(?:\/|\*\*)/.test(path)
    : isWhole && path?.startsWith('/') !== true;
}
