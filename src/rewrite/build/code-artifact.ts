import { type BuildPath, placeText } from '../../build/build-path.ts';
import type { Builds } from '../../build/read-builds.ts';
import type { Value } from '../../build/value.ts';
import type { YamlNode } from '../../build/yaml/node.ts';
import { readYaml } from '../../build/yaml/read-yaml.ts';
import { judgeName } from '../../credentials/names.ts';
import type { TextEdit } from '../edit.ts';
import { areOfOneDockerfile } from './proof.ts';
import type { Supply } from './supply.ts';
import { entryNamed, indentOf, isFlow, lineBreakOf, lineStart, linesBehind } from './yaml-edits.ts';
import { lastOf } from './yaml-lists.ts';

/** What a build on AWS CodeBuild has to fetch for itself: a token that lives twelve hours at most. */
export interface Fetched {
  /** Absent where something has to be filled in. */
  edits?: TextEdit[];
  commands: string[];
  remarks: string[];
}

const TOKEN = 'CODEARTIFACT_AUTH_TOKEN';
const PERMISSIONS = [
  'codeartifact:GetAuthorizationToken',
  'codeartifact:GetRepositoryEndpoint',
  'codeartifact:ReadFromRepository',
  'sts:GetServiceBearerToken',
];

/**
 * The token and the values made of it, where a buildspec hands over nothing and other builds of the same Dockerfile hand
 * over a CodeArtifact token, or where a build argument is the address of a package index and nobody says of which.
 */
export function codeArtifact(
  path: BuildPath,
  supplies: readonly Supply[],
  builds: Builds,
): Fetched | undefined {
  if (!/buildspec|codebuild/i.test(path.at.source.path)) return undefined;
  const open = supplies.filter(
    ({ given, isThere, source }) => given.length === 0 && !isThere && source.kind === 'variable',
  );
  const others = builds.builds.filter((one) => one !== path && areOfOneDockerfile(one, path, builds));
  const values = open.flatMap((supply) => valueFor(supply, others) ?? []);
  if (values.length === 0) return undefined;
  const options = optionsOf(others, builds);
  const lines = [
    `export ${TOKEN}="$(aws codeartifact get-authorization-token${options.words} --query authorizationToken --output text)"`,
    ...values.map(({ name, text }) => `export ${name}="${text}"`),
  ];
  const isWhole = options.isKnown && values.every(({ isKnown }) => isKnown);
  const edits = isWhole ? fetchEdits(path, lines) : undefined;
  return {
    ...(edits && { edits }),
    commands: [
      [
        `# ${placeText(path.at)}: phases.pre_build.commands, before the build`,
        ...lines.map((line) => `- ${line}`),
      ].join('\n'),
    ],
    remarks: [
      `the role of the CodeBuild project needs ${PERMISSIONS.slice(0, -1).join(', ')} and ${PERMISSIONS.at(-1)}`,
    ],
  };
}

interface Made {
  name: string;
  /** For double quotes in a shell. */
  text: string;
  isKnown: boolean;
}

function valueFor({ need, source }: Supply, others: readonly BuildPath[]): Made | undefined {
  if (source.kind !== 'variable') return undefined;
  const { name } = source;
  const given = others.flatMap(({ args }) => args.filter((one) => one.name === need.argument));
  const made = given.find(({ value }) => value.some(isToken));
  if (made !== undefined) return { name, ...composed(made.value) };
  const isIndex = need.argument !== undefined && judgeName(need.argument).kind === 'index-url';
  if (given.length > 0 || !isIndex) return undefined;
  const host = '<domain>-<owner>.d.codeartifact.<region>.amazonaws.com';
  return { name, text: `https://aws:\${${TOKEN}}@${host}/pypi/<repository>/simple/`, isKnown: false };
}

function isToken(part: Value[number]): boolean {
  return part.kind === 'output' && /codeartifact|authorization token by aws/i.test(part.made ?? '');
}

function composed(value: Value): { text: string; isKnown: boolean } {
  let isKnown = true;
  const text = value.map((part) => {
    if (isToken(part)) return `\${${TOKEN}}`;
    if (part.kind === 'text' && /^[\w.:/@?&=%+~-]*$/.test(part.text)) return part.text;
    isKnown = false;
    return part.kind === 'variable' ? `<${part.name}>` : '<…>';
  });
  return { text: text.join(''), isKnown };
}

/** The options of the command that fetches the token elsewhere. */
function optionsOf(others: readonly BuildPath[], builds: Builds): { words: string; isKnown: boolean } {
  const sources = new Set([
    ...others.map(({ at }) => at.source),
    ...builds.builds.map(({ at }) => at.source),
  ]);
  for (const { text } of sources) {
    const found = ofCommand(text) ?? ofClient(text);
    if (found !== undefined) return { words: found, isKnown: true };
  }
  return { words: ' --domain <domain> --domain-owner <owner> --region <region>', isKnown: false };
}

type Option = (name: string) => string | undefined;

/** `aws codeartifact get-authorization-token --domain NAME`. */
function ofCommand(text: string): string | undefined {
  const [command] = /\baws\s+codeartifact\s+get-authorization-token\b(?:[^)`\n\\]|\\\r?\n)*/.exec(text) ?? [];
  return wordsOf(
    (name) => new RegExp(`--${name}(?:=|\\s+)["']?([\\w.-]+)(?=["'\\s]|$)`).exec(command ?? '')?.[1],
  );
}

/** `get_authorization_token(domain="NAME", domainOwner="…")`, `new GetAuthorizationTokenCommand({domain: 'NAME'})`. */
function ofClient(text: string): string | undefined {
  const [call] = /\bget_?authorization_?token(?:command)?\s*\([^()]{0,1000}\)/i.exec(text) ?? [];
  const literal =
    (from: string): Option =>
    (name) =>
      new RegExp(`\\b${name.replace('-', '_?')}(?:_name)?\\s*[:=]\\s*["']([\\w.-]+)["']`, 'i').exec(
        from,
      )?.[1];
  return wordsOf((name) => literal(name === 'region' ? text : (call ?? ''))(name));
}

function wordsOf(option: Option): string | undefined {
  if (option('domain') === undefined) return undefined;
  const said = ['domain', 'domain-owner', 'region'].flatMap((name) => {
    const value = option(name);
    return value === undefined ? [] : [` --${name} ${value}`];
  });
  return said.join('');
}

/** Last in `pre_build`; undefined where the build stands in front of its end, or the phases are no one shell. */
function fetchEdits({ at }: BuildPath, lines: readonly string[]): TextEdit[] | undefined {
  const [root] = readYaml(at.source, () => {});
  const phases = root?.get('phases');
  if (root === undefined || phases === undefined || isFlow(phases) || root.get('version')?.text === '0.1')
    return undefined;
  const build = phases.get('build');
  if (build === undefined || at.start < build.at.start || at.end > build.at.end) return undefined;
  const commands = phases.find('pre_build', 'commands');
  if (commands !== undefined) return lastCommands(commands, lines);
  const key = entryNamed(phases, 'build');
  if (key === undefined || entryNamed(phases, 'pre_build') !== undefined) return undefined;
  const start = lineStart(key);
  const indent = indentOf(phases);
  const step = indent === '' ? '  ' : indent;
  const text = [
    `${indent}pre_build:`,
    `${indent}${step}commands:`,
    ...lines.map((line) => `${indent}${step}${step}- ${line}`),
  ];
  return [
    {
      source: at.source,
      start,
      end: start,
      text: text.map((line) => line + lineBreakOf(at.source)).join(''),
    },
  ];
}

function lastCommands(commands: YamlNode, lines: readonly string[]): TextEdit[] | undefined {
  const last = lastOf(commands, []);
  if (last === undefined || !commands.isList || isFlow(commands)) return undefined;
  return [
    linesBehind(
      last,
      lines.map((line) => `${indentOf(commands)}- ${line}`),
    ),
  ];
}
