import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/cli.ts';
import { wordsOf } from './console.ts';
import type { Fence } from './markdown.ts';
import { isRun, shellCommands } from './snippets.ts';

const CHECKS: Readonly<Record<string, (fence: Fence) => void>> = {
  dockerfile: checkDockerfile,
  yaml: checkYaml,
  json: ({ text }) => expect(() => JSON.parse(text)).not.toThrow(),
  sh: checkShell,
  python: checkNamed,
  console: checkConsole,
  text: () => {},
  hcl: checkNamed,
  groovy: checkNamed,
};

/** Holds a block to what its language, its name and what stands behind its language say it is. */
export function checkFence(fence: Fence): void {
  const check = CHECKS[fence.language] ?? (isRun(fence) ? checkNamed : undefined);
  expect(check, `blocks of ${fence.language} are not checked`).toBeDefined();
  check?.(fence);
}

/** One with a name is audited by a command of its section; any other says which rules it breaks, or `quiet`. */
function checkDockerfile({ path, claim }: Fence): void {
  expect(path ?? claim).toBeDefined();
}

const WORKFLOW = {
  type: 'object',
  required: ['on', 'jobs'],
  properties: {
    jobs: {
      additionalProperties: {
        type: 'object',
        required: ['runs-on', 'steps'],
        properties: {
          steps: { items: { anyOf: [{ required: ['uses'] }, { required: ['run'] }] } },
        },
      },
    },
  },
};
const GITLAB = { type: 'object', additionalProperties: { type: ['object', 'array', 'string'] } };
const PRE_COMMIT = {
  type: 'object',
  required: ['repos'],
  properties: {
    repos: {
      items: {
        required: ['repo', 'hooks'],
        properties: { hooks: { items: { required: ['id'] } } },
      },
    },
  },
};
const BUILDSPEC = { type: 'object', required: ['version', 'phases'] };
const COMPOSE = { type: 'object', required: ['services'] };
const LEFTHOOK = { type: 'object', required: ['pre-commit'] };

/** What files are by their names; the shape matters, the systems' own schemas are not to be had as packages. */
const YAML_FILES: readonly [RegExp, () => object][] = [
  [
    /^\.build-audit\.yaml$/,
    () => JSON.parse(readFileSync(join(root, 'schema/config-v1.schema.json'), 'utf8')),
  ],
  [/^\.github\/workflows\//, () => WORKFLOW],
  [/^\.gitlab-ci\.yml$/, () => GITLAB],
  [/^\.pre-commit-config\.yaml$/, () => PRE_COMMIT],
  [/^buildspec\.yml$/, () => BUILDSPEC],
  [/^compose\.yaml$/, () => COMPOSE],
  [/^lefthook\.yml$/, () => LEFTHOOK],
];

function checkYaml({ path = '', text }: Fence): void {
  const schema = YAML_FILES.find(([pattern]) => pattern.test(path))?.[1]();
  expect(schema, `YAML called "${path}" is not checked`).toBeDefined();
  const validate = new Ajv({ strict: false }).compile(schema ?? {});
  validate(parse(text));
  expect(validate.errors ?? []).toEqual([]);
}

/** Bash takes it, and our commands in it have the flags that they are given. */
function checkShell({ text }: Fence): void {
  execFileSync('bash', ['-n'], { input: text });
  const calls = shellCommands(text).flatMap(({ command }) =>
    command.replace(/\\\n\s*/g, '').split(/&&|\|\|/),
  );
  for (const call of calls) checkFlags(call.trim().replace(/^if !? */, ''));
}

const manifest: {
  commands: Record<string, { flags: Record<string, { char?: string; allowNo?: boolean }> }>;
} = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'));

function checkFlags(line: string): void {
  const call = /^(?:exec )?(?:npx (?:-y |--yes )?)?(?:build-)?audit(?:@[\d.]+)? ([a-z]+)(?: (.*))?$/.exec(
    line,
  );
  if (call === null) return;
  const [, name = '', rest = ''] = call;
  const flags = Object.entries(manifest.commands[name]?.flags ?? {}).flatMap(([flag, { char, allowNo }]) => [
    `--${flag}`,
    ...(char === undefined ? [] : [`-${char}`]),
    ...(allowNo === true ? [`--no-${flag}`] : []),
  ]);
  const used = wordsOf(rest).flatMap((word) => (/^--?[a-z]/.test(word) ? [word.replace(/=.*/, '')] : []));
  expect([...flags, '--help']).toEqual(expect.arrayContaining(used));
}

function checkConsole({ text }: Fence): void {
  expect(text).toMatch(/^\$ /);
}

/** It is one of the files that a command of its section audits. */
function checkNamed({ path }: Fence): void {
  expect(path).toBeDefined();
}
