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
  { off, lowered, matched }: Tally,
  { subjects, isWhole, today }: Around,
): Skipped[] {
  const isOfImages = subjects.some(({ kind }) => kind === 'image');
  const concerns = ({ rule }: { rule?: string }): boolean =>
    rule === undefined || IMAGE_RULES.has(rule) === isOfImages;
  const note = ({ line }: { line: number }, reason: string): Skipped => ({
    what: `${config.shown}:${line}`,
    reason,
  });
  const settings = config.parts.flatMap(({ rules }) => rules).filter(concerns);
  const entries = config.parts.flatMap(({ allow }) => allow).filter(concerns);
  const [harmless] = config.names.harmless;
  return [
    ...config.limits.flatMap((one) => {
      const { key, value } = one.value;
      const usual = DEFAULT_LIMITS[key];
      const how = value > usual ? 'raised' : 'lowered';
      return value === usual
        ? []
        : [note(one, `the limit ${limitName(key)} is ${how} from ${usual} to ${value}`)];
    }),
    ...settings
      .filter(({ enabled }) => enabled === false)
      .map((one) => note(one, `the rule ${one.rule} is off${where(config, one)}${leftOut(off, one)}`)),
    ...settings
      .filter((one) => lowered.has(one))
      .map((one) =>
        note(
          one,
          `${one.rule} is told as ${one.severity}${where(config, one)}: ${findings(lowered.get(one))} would be worse`,
        ),
      ),
    ...(harmless === undefined
      ? []
      : [
          note(
            harmless,
            `taken for no secrets: ${config.names.harmless.map(({ value }) => value).join(', ')}`,
          ),
        ]),
    ...entries
      .filter((entry) => isExpired(entry, today))
      .map((entry) => note(entry, `the entry expired on ${entry.expires} and counts no longer`)),
    ...entries
      .filter(
        (entry) => !isExpired(entry, today) && !matched.has(entry) && isMissed(entry, isWhole, isOfImages),
      )
      .map((entry) => note(entry, 'the entry matches no finding: drop it, or mend it')),
  ];
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
