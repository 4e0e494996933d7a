import { type BuildPath, placeText } from '../../build/build-path.ts';
import { inputBlock } from './action-edits.ts';
import { formOf } from './form.ts';
import { dotenvLine, type Supply, supplyFlag, supplyWord, takesAway } from './supply.ts';
import { besideIt } from './compose-edits.ts';
import { variableFor } from './variable-value.ts';

/** What to write by hand, in the words of the tool that builds; the first line says where. */
export function commandsFor(path: BuildPath, supplies: readonly Supply[]): string[] {
  const missing = supplies.filter(({ isThere }) => !isThere);
  const gone = [...new Set(supplies.filter(takesAway).flatMap(({ given }) => given.map(({ name }) => name)))];
  const instead = gone.length === 0 ? '' : `, instead of the build argument${gone.length > 1 ? 's' : ''} ${gone.join(', ')}`;
  const head = `# ${placeText(path.at)} (${path.how})${instead}`;
  if (missing.length === 0) return [`${head}: nothing, the secret is supplied`];
  return [[`${head}${environmentOf(missing, path)}:`, ...blockFor(path, missing)].join('\n')];
}

/** The variables that have to be set. */
function environmentOf(supplies: readonly Supply[], path: BuildPath): string {
  const names = supplies.flatMap((supply) => {
    if (supply.source.kind !== 'variable') return [];
    return isDeclared(path) ? variableFor(supply).name : supply.source.name;
  });
  return names.length === 0 ? '' : `, with ${[...new Set(names)].join(', ')} in the environment`;
}

function isDeclared(path: BuildPath): boolean {
  return ['compose', 'bake'].includes(formOf(path));
}

function blockFor(path: BuildPath, supplies: readonly Supply[]): string[] {
  const { how, at } = path;
  const flags = supplies.map(supplyFlag);
  const quoted = (all: readonly string[]): string => all.map((one) => JSON.stringify(one)).join(', ');
  const glued = flags.map((flag) => flag.replace(' ', '='));
  const secrets = supplies.filter(({ need }) => need.kind === 'secret');
  const agents = supplies.filter(({ need }) => need.kind === 'ssh').map(supplyWord);
  const file = at.source.path;
  if (/^docker(?:-| )compose|^podman(?:-| )compose/.test(how) || formOf(path) === 'compose')
    return composeBlock(secrets, agents, how.replace(/^.* /, ''));
  if (/\bbake\b/.test(how) || formOf(path) === 'bake')
    return [
      ...(secrets.length === 0 ? [] : [`secret = [${quoted(secrets.map(supplyWord))}]`]),
      ...(agents.length === 0 ? [] : [`ssh = [${quoted(agents)}]`]),
    ];
  if (/build-push-action$/.test(how)) return inputBlock(supplies);
  if (/buildah-build$/.test(how)) return ['extra-args: |', ...flags.map((flag) => `  ${flag}`)];
  if (/^artifact /.test(how)) return skaffoldBlock(secrets, agents);
  if (how === 'goreleaser') return [`build_flag_templates: [${quoted(glued)}]`];
  if (how === 'dev container') return [`"build": { "options": [${quoted(glued)}] }`];
  if (/^fly(?:ctl)?\b/.test(how))
    return [
      `fly deploy ${secrets.map(({ id, source }) => `--build-secret ${id}="$${source.kind === 'variable' ? source.name : id}"`).join(' ')}`,
    ];
  if (/\.tf$/.test(file))
    return secrets.map((one) => `secrets { ${fieldsOf(one).map(([key, value]) => `${key} = "${value}"`).join('\n  ')} }`);
  if (/(?:Tiltfile|\.tiltfile)$/i.test(file)) return [`docker_build(…, secret=[${quoted(secrets.map(supplyWord))}])`];
  if (/^Docker@/.test(how)) return azureBlock(flags, secrets);
  if (/^docker\/(?:build|publish)$/.test(how)) return [`extra_build_args: ${flags.join(' ')}`];
  if (/(?:plugins|woodpeckerci)\//.test(how)) return [`secrets: [${quoted(secrets.map(supplyWord))}]`];
  if (/^agent |^docker\.build$/.test(how)) return [`docker.build(…, '${flags.join(' ')} .')`];
  const command = /^(?:docker|podman|buildah|nerdctl|finch|depot|img|buildctl)\b/.test(how)
    ? how
    : 'docker buildx build';
  return [...dotenvLines(supplies), `${command} ${flags.join(' ')} …`];
}

function dotenvLines(supplies: readonly Supply[]): string[] {
  return supplies.flatMap(({ need }) =>
    need.dotenv === undefined ? [] : [dotenvLine(need.dotenv.map((name) => [name, `"$${name}"`]))],
  );
}

function fieldsOf({ id, source }: Supply): (readonly [string, string])[] {
  return [
    ['id', id],
    source.kind === 'file' ? ['src', source.path] : ['env', source.kind === 'variable' ? source.name : id],
  ];
}

function composeBlock(secrets: readonly Supply[], agents: readonly string[], service: string): string[] {
  const listed = (key: string, words: readonly string[]): string[] =>
    words.length === 0 ? [] : [`      ${key}: [${words.join(', ')}]`];
  const declared = secrets.flatMap((supply) => [
    `  ${supply.id}:`,
    supply.source.kind === 'file'
      ? `    file: ${besideIt(supply.source.path)}`
      : `    environment: ${variableFor(supply).name}`,
  ]);
  return [
    'services:',
    `  ${service}:`,
    '    build:',
    ...listed('secrets', secrets.map(({ id }) => id)),
    ...listed('ssh', agents),
    ...(declared.length === 0 ? [] : ['secrets:', ...declared]),
  ];
}

function skaffoldBlock(secrets: readonly Supply[], agents: readonly string[]): string[] {
  const items = secrets.flatMap((one) =>
    fieldsOf(one).map(([key, value], at) => `${at === 0 ? '  - ' : '    '}${key}: ${value}`),
  );
  return [
    ...(items.length === 0 ? [] : ['secrets:', ...items]),
    ...agents.map((agent) => `ssh: ${agent}`),
  ];
}

function azureBlock(flags: readonly string[], secrets: readonly Supply[]): string[] {
  const variables = secrets.flatMap(({ source }) => (source.kind === 'variable' ? [source.name] : []));
  return [
    'inputs:',
    '  command: build',
    `  arguments: ${flags.join(' ')}`,
    ...(variables.length === 0 ? [] : ['env:', ...variables.map((name) => `  ${name}: $(${name})`)]),
  ];
}
