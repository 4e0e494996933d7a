import { type BuildPath, placeText } from '../../build/build-path.ts';
import { inputBlock } from './action-edits.ts';
import { composeVariable, declaredPair, isOfCompose, listedWord } from './compose-names.ts';
import { formOf } from './form.ts';
import { bakeWord } from './hcl-edits.ts';
import { isDropped } from './in-environment.ts';
import { dotenvLines, type Supply, supplyFlag, supplyWord, takesAway } from './supply.ts';
import { variableFor } from './variable-value.ts';

/** What to write by hand, in the words of the tool that builds; the first line says where. */
export function commandsFor(path: BuildPath, supplies: readonly Supply[]): string[] {
  const missing = supplies.filter(({ isThere }) => !isThere);
  const gone = [...new Set(supplies.filter(takesAway).flatMap(({ given }) => given.map(({ name }) => name)))];
  const instead =
    gone.length === 0
      ? ''
      : `, instead of the build argument${gone.length > 1 ? 's' : ''} ${gone.join(', ')}`;
  const head = `# ${placeText(path.at)} (${path.how})${instead}`;
  if (missing.length === 0) {
    const isOther = supplies.some(({ clashes }) => clashes);
    return [
      `${head}: ${isOther ? 'another value is supplied as the secret' : 'nothing, the secret is supplied'}`,
    ];
  }
  return [[`${head}${environmentOf(missing, path)}:`, ...blockFor(path, missing)].join('\n')];
}

/** The variables that have to be set. */
function environmentOf(supplies: readonly Supply[], path: BuildPath): string {
  const names = supplies.flatMap((supply) => {
    if (supply.source.kind !== 'variable') return [];
    if (isOfCompose(path)) return composeVariable(supply, path);
    return formOf(path) === 'bake' ? variableFor(supply).name : supply.source.name;
  });
  if (names.length === 0) return '';
  const where = isDropped(path)
    ? 'set in front of the builder (what runs it hands no environment on)'
    : 'in the environment';
  return `, with ${[...new Set(names)].join(', ')} ${where}`;
}

interface Asked {
  path: BuildPath;
  supplies: readonly Supply[];
  secrets: readonly Supply[];
  agents: readonly string[];
  /** `--secret id=…,env=…` */
  flags: readonly string[];
}

interface Row {
  how?: RegExp;
  file?: RegExp;
  block(asked: Asked): string[];
}

/** Tools by how their builds are called, or by the file that describes them; the first row that fits holds. */
const ROWS: readonly Row[] = [
  { how: /^(?:docker|podman)[- ]compose |^service /, block: composeBlock },
  { how: /\bbake\b|^target |bake-action/, block: bakeBlock },
  { how: /build-push-action$/, block: ({ supplies }) => inputBlock(supplies) },
  { how: /buildah-build$/, block: ({ flags }) => ['extra-args: |', ...flags.map((flag) => `  ${flag}`)] },
  { how: /^artifact /, block: skaffoldBlock },
  { how: /^goreleaser$/, block: ({ flags }) => [`build_flag_templates: [${inQuotes(glued(flags))}]`] },
  { how: /^dev container$/, block: ({ flags }) => [`"build": { "options": [${inQuotes(glued(flags))}] }`] },
  { how: /^fly(?:ctl)?\b/, block: flyBlock },
  { file: /\.tf$/, block: ({ secrets }) => secrets.map(terraformBlock) },
  {
    file: /(?:Tiltfile|\.tiltfile)$/i,
    block: ({ secrets }) => [`docker_build(…, secret=[${inQuotes(secrets.map(supplyWord))}])`],
  },
  { how: /^Docker@/, block: azureBlock },
  { how: /^docker\/(?:build|publish)$/, block: ({ flags }) => [`extra_build_args: ${flags.join(' ')}`] },
  {
    how: /^(?:plugins|woodpeckerci)\//,
    block: ({ secrets }) => [`secrets: [${inQuotes(secrets.map(supplyWord))}]`],
  },
  { how: /^agent |^docker\.build$/, block: ({ flags }) => [`docker.build(…, '${flags.join(' ')} .')`] },
  { block: commandBlock },
];

function blockFor(path: BuildPath, supplies: readonly Supply[]): string[] {
  const row = ROWS.find(
    ({ how, file }) => how?.test(path.how) !== false && file?.test(path.at.source.path) !== false,
  );
  const secrets = supplies.filter(({ need }) => need.kind === 'secret');
  const agents = supplies.filter(({ need }) => need.kind === 'ssh').map(supplyWord);
  return row?.block({ path, supplies, secrets, agents, flags: supplies.map(supplyFlag) }) ?? [];
}

function inQuotes(words: readonly string[]): string {
  return words.map((one) => JSON.stringify(one)).join(', ');
}

function glued(flags: readonly string[]): string[] {
  return flags.map((flag) => flag.replace(' ', '='));
}

function commandBlock({ path, supplies, flags }: Asked): string[] {
  const isCommand = /^(?:docker|podman|buildah|nerdctl|finch|depot|img|buildctl) /.test(path.how);
  const lines = dotenvLines(supplies.map(({ need }) => need));
  return [...lines, `${isCommand ? path.how : 'docker buildx build'} ${flags.join(' ')} …`];
}

function bakeBlock({ secrets, agents }: Asked): string[] {
  return [
    ...(secrets.length === 0 ? [] : [`secret = [${inQuotes(secrets.map(bakeWord))}]`]),
    ...(agents.length === 0 ? [] : [`ssh = [${inQuotes(agents)}]`]),
  ];
}

function flyBlock({ secrets }: Asked): string[] {
  const flags = secrets.map(
    ({ id, source }) => `--build-secret ${id}="$${source.kind === 'variable' ? source.name : id}"`,
  );
  return [`fly deploy ${flags.join(' ')}`];
}

function terraformBlock(supply: Supply): string {
  const fields = fieldsOf(supply).map(([key, value]) => `  ${key} = "${value}"`);
  return ['secrets {', ...fields, '}'].join('\n');
}

function fieldsOf({ id, source }: Supply): (readonly [string, string])[] {
  return [
    ['id', id],
    source.kind === 'file' ? ['src', source.path] : ['env', source.kind === 'variable' ? source.name : id],
  ];
}

function composeBlock({ path, secrets, agents }: Asked): string[] {
  const listed = (key: string, words: readonly string[]): string[] =>
    words.length === 0 ? [] : [`      ${key}: [${words.join(', ')}]`];
  const declared = secrets.flatMap((supply) => [
    `  ${supply.name ?? supply.id}:`,
    `    ${declaredPair(supply, path)}`,
  ]);
  return [
    'services:',
    `  ${path.how.replace(/^.* /, '')}:`,
    '    build:',
    ...listed('secrets', secrets.map(listedWord)),
    ...listed('ssh', agents),
    ...(declared.length === 0 ? [] : ['secrets:', ...declared]),
  ];
}

function skaffoldBlock({ secrets, agents }: Asked): string[] {
  const items = secrets.flatMap((one) =>
    fieldsOf(one).map(([key, value], at) => `${at === 0 ? '  - ' : '    '}${key}: ${value}`),
  );
  return [...(items.length === 0 ? [] : ['secrets:', ...items]), ...agents.map((agent) => `ssh: ${agent}`)];
}

function azureBlock({ flags, secrets }: Asked): string[] {
  const variables = secrets.flatMap(({ source }) => (source.kind === 'variable' ? [source.name] : []));
  return [
    'inputs:',
    '  command: build',
    `  arguments: ${flags.join(' ')}`,
    ...(variables.length === 0 ? [] : ['env:', ...variables.map((name) => `  ${name}: $(${name})`)]),
  ];
}
