import { basename, dirname, resolve } from 'node:path';
import { formats } from '../../../rules/credentials/index.ts';
import type { YamlNode } from '../../build/yaml/node.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import { ConfigError } from '../../config/config-error.ts';
import type { Configuration } from '../../config/configuration.ts';
import { nearest } from '../../config/nearest.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { type Files, readWhole } from '../../context/files.ts';
import { SourceText } from '../../dockerfile/source-text.ts';
import { allRules } from '../rule-docs.ts';
import { PACKAGE_KEY } from './find-config.ts';
import { globProblem } from './paths.ts';

import type { LoadedConfig } from './project.ts';

/** Told in one go. */
const MOST_PROBLEMS = 20;
const NOTHING: Configuration = {
  limits: [],
  parts: [],
  formats: [],
  names: { secret: [], rotating: [], harmless: [] },
};

/**
 * Reads a configuration.
 *
 * @param path absolute
 * @param shown as it is to be told
 * @param onlyBelow it was found, not named: it governs what is below its folder
 * @throws ConfigError with a line for each thing that is wrong, with its place
 */
export function loadConfig(path: string, shown: string, onlyBelow: boolean, files: Files): LoadedConfig {
  const source = new SourceText(shown, textOf(path, shown, files));
  const problems: { at: number; problem: string }[] = [];
  const root = rootOf(source, basename(path) === 'package.json');
  const configuration =
    root === undefined
      ? NOTHING
      : readConfiguration(root, {
          rules: allRules.map(({ id }) => id),
          kinds: formats.map(({ id }) => id),
          suggest: (word, names) => nearest(word, names)[0],
          globProblem,
          lineOf: (offset) => source.position(offset).line,
          tell: (at, problem) => problems.push({ at, problem }),
        });
  if (root?.isExhausted === true)
    throw new ConfigError(`${shown}: is too tangled to be read; write it without aliases`);
  if (problems.length > 0) throw new ConfigError(told(source, problems));
  const folder = onlyBelow ? dirname(path) : resolve('.');
  return { ...configuration, shown, folder, onlyBelow };
}

function textOf(path: string, shown: string, files: Files): string {
  try {
    return readWhole(path, files);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const why = code === 'ENOENT' ? 'does not exist' : `could not be read (${code})`;
    throw new ConfigError(`${shown}: the configuration ${why}`);
  }
}

/** Undefined where the file says nothing. */
function rootOf(source: SourceText, isPackage: boolean): YamlNode | undefined {
  const malformed: string[] = [];
  const [root, second] = readYaml(source, ({ what, reason }) => {
    malformed.push(`${what}: ${reason.replace(/;.*$/, '')}`);
  });
  if (malformed.length > 0) throw new ConfigError(malformed.join('\n'));
  if (second !== undefined)
    throw new ConfigError(`${placed(source, second.at.start)}: is a second document; one is read`);
  const node = isPackage ? root?.get(PACKAGE_KEY) : root;
  const isNothing = node !== undefined && !node.isMap && !node.isList && node.text === undefined;
  return isNothing ? undefined : node;
}

function told(source: SourceText, problems: readonly { at: number; problem: string }[]): string {
  const lines = [...problems]
    .sort((a, b) => a.at - b.at)
    .map(({ at, problem }) => `${placed(source, at)}: ${problem}`);
  const shown = [...new Set(lines)];
  const more = shown.length > MOST_PROBLEMS ? [`and ${shown.length - MOST_PROBLEMS} more`] : [];
  return [...shown.slice(0, MOST_PROBLEMS), ...more].join('\n');
}

function placed(source: SourceText, at: number): string {
  const { line, column } = source.position(at);
  return `${source.path}:${line}:${column}`;
}
