import { CONFIDENCES, SEVERITIES } from './levels.ts';
import { DEFAULT_LIMITS, LIMIT_VALUE, limitName } from './limits.ts';
import type { MapShape, Shape } from './shape.ts';

const PATTERN_OF_NAME = /^[A-Za-z0-9_.*/:@-]{1,128}$/;
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const HASH = /^[0-9a-f]{32}$/;

const name: Shape = {
  kind: 'text',
  what: 'the name of a variable, or a part of one with *',
  pattern: PATTERN_OF_NAME,
};
const names: Shape = { kind: 'list', of: name };
const path: Shape = {
  kind: 'text',
  what: 'a path with / from the folder of the configuration, * and ** for any',
  pattern: /^[^\u0000-\u001f\u007f]{1,512}$/,
};

const limits: MapShape = {
  kind: 'map',
  keys: 'limit',
  fields: Object.fromEntries(
    Object.entries(DEFAULT_LIMITS).map(([key, usual]) => [
      limitName(key),
      {
        shape: {
          kind: 'text',
          what: 'a number above 0, k, M, G or T behind it for powers of 1024',
          pattern: LIMIT_VALUE,
          orNumber: true,
        },
        says: `Default: ${usual}.`,
      },
    ]),
  ),
};

const format: MapShape = {
  kind: 'map',
  keys: 'key',
  fields: {
    id: {
      shape: {
        kind: 'text',
        what: 'an id of small letters, digits and single hyphens',
        pattern: /^[a-z0-9]+(?:-[a-z0-9]+){0,9}$/,
      },
      says: 'What findings call it; none that there is already.',
      required: true,
    },
    title: {
      shape: { kind: 'text', what: 'a text of one line', pattern: /^[^\r\n]{1,80}$/ },
      says: 'What it is, in a few words: `ACME deploy token`.',
      required: true,
    },
    pattern: {
      shape: { kind: 'text', what: 'a regular expression of one line', pattern: /^[^\r\n]{1,500}$/ },
      says: 'A regular expression for the whole of it. Repetition has an upper bound, and what is repeated repeats nothing itself; the group `secret` narrows it.',
      required: true,
    },
    keywords: {
      shape: {
        kind: 'list',
        of: { kind: 'text', what: 'a text of three characters or more', pattern: /^[ -~]{3,64}$/ },
      },
      says: 'One of them stands in every match: only around them the pattern is tried.',
      required: true,
    },
    severity: { shape: { kind: 'choice', values: SEVERITIES }, says: 'How bad a find is; default: high.' },
    entropy: {
      shape: { kind: 'number', least: 0, most: 8 },
      says: 'A match with fewer bits a character is none: 3 leaves out most of what people write.',
    },
  },
};

const allowEntry = (rules: readonly string[]): MapShape => ({
  kind: 'map',
  keys: 'key',
  fields: {
    rule: {
      shape: { kind: 'choice', values: rules },
      says: 'The rule that it is about; all of them where none is named.',
    },
    name: { shape: name, says: 'The variable, `*` for any characters.' },
    path: { shape: path, says: 'A file, folder or pattern; with a leading slash one of an image.' },
    kind: {
      shape: { kind: 'text', what: 'the id of a credential format', pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/ },
      says: 'The credential format: `secret.kind` of a finding.',
    },
    'value-hash': {
      shape: {
        kind: 'text',
        what: 'a value hash: `secret.valueHash` of a finding, 32 hexadecimal digits',
        pattern: HASH,
      },
      says: 'The value itself: `secret.valueHash` of a finding in the JSON report.',
    },
    reason: { shape: { kind: 'text', what: 'a reason' }, says: 'Why it is meant to be so.', required: true },
    expires: {
      shape: { kind: 'text', what: 'a date: YYYY-MM-DD', pattern: DATE },
      says: 'The last day on which the entry counts.',
    },
  },
});

const rulesShape = (rules: readonly string[]): MapShape => {
  const shape: Shape = {
    kind: 'either',
    short: { kind: 'choice', values: ['off', 'on', ...SEVERITIES] },
    long: {
      kind: 'map',
      keys: 'key',
      fields: {
        enabled: { shape: { kind: 'switch' }, says: 'Whether it is applied.' },
        severity: { shape: { kind: 'choice', values: SEVERITIES }, says: 'Of all its findings.' },
      },
    },
  };
  const field = { shape, says: '`off`, a severity, or both by their names.' };
  return { kind: 'map', keys: 'rule', fields: Object.fromEntries(rules.map((id) => [id, field])) };
};

const overrideShape = (policy: MapShape['fields']): MapShape => ({
  kind: 'map',
  keys: 'key',
  fields: {
    path: { shape: { kind: 'list', of: path, orOne: true }, says: 'Where it holds.', required: true },
    ...policy,
  },
});

/** What holds for the whole configuration. */
const GENERAL: MapShape['fields'] = {
  $schema: { shape: { kind: 'text', what: 'the address of a schema' }, says: 'For editors.' },
  'fail-on': {
    shape: { kind: 'choice', values: [...SEVERITIES, 'never'] },
    says: 'Exit with 1 from this severity on; --fail-on wins.',
  },
  'min-confidence': {
    shape: { kind: 'choice', values: CONFIDENCES },
    says: 'Leave out findings less sure than this; --min-confidence wins.',
  },
  baseline: {
    shape: { kind: 'text', what: 'the path of a baseline file' },
    says: 'What `audit baseline` has written, below the folder of the configuration; --baseline wins.',
  },
  salt: {
    shape: {
      kind: 'text',
      what: '32 to 128 hexadecimal digits made at random',
      pattern: /^[0-9a-f]{32,128}$/,
    },
    says: 'What value hashes and the baseline are keyed with; else the one in the baseline.',
  },
  limits: { shape: limits, says: 'What one input may cost at most; --limit wins.' },
};

/** What a project knows besides. */
const VOCABULARY: MapShape['fields'] = {
  formats: { shape: { kind: 'list', of: format }, says: 'Credentials of your own making.' },
  names: {
    shape: {
      kind: 'map',
      keys: 'key',
      fields: {
        secret: { shape: names, says: 'Variables that hold secrets.' },
        rotating: { shape: names, says: 'Build arguments that change from build to build.' },
        harmless: { shape: names, says: 'Variables that hold none, whatever they are called.' },
      },
    },
    says: 'What names mean, `*` for any characters, whatever the case.',
  },
};

/** What a configuration may say, given the rules that there are. */
export function configShape(rules: readonly string[]): MapShape {
  const policy: MapShape['fields'] = {
    rules: { shape: rulesShape(rules), says: 'Rules by their ids: what `audit rules` lists.' },
    allow: {
      shape: { kind: 'list', of: allowEntry(rules) },
      says: 'Findings that are meant to be so. They stay in the JSON report as suppressed.',
    },
  };
  return {
    kind: 'map',
    keys: 'key',
    fields: {
      ...GENERAL,
      ...policy,
      ...VOCABULARY,
      overrides: {
        shape: { kind: 'list', of: overrideShape(policy) },
        says: 'What holds for some paths; the last one that says something of a rule wins.',
      },
    },
  };
}
