import type { BuildFile } from '../build-file.ts';
import { type BuildPath, bareBuild } from '../build-path.ts';
import { dockerfileOf, pathsOf } from '../command/paths.ts';
import { concat, text, type Value } from '../value.ts';
import { CallOptions } from './call-options.ts';
import type { Called } from './calls.ts';
import { buildsOfScript } from './command-builds.ts';
import { statementEnd } from './constants.ts';
import { dotted, type Expression, type Of } from './expression.ts';
import { findBuilds } from './find-builds.ts';
import { JenkinsVariables } from './jenkins-variables.ts';
import { LANGUAGES } from './language.ts';
import type { Program } from './program.ts';
import { readProgram } from './read-program.ts';
import { buildOfShape } from './shape.ts';
import { isSign } from './token.ts';
import { valueOf } from './values.ts';

/** The builds that a Jenkins pipeline, or a library of one, starts. Never throws. */
export function readJenkins(file: BuildFile): BuildPath[] {
  let variables: JenkinsVariables | undefined;
  const named = (path: readonly string[], program: Program, at: number): Value | undefined => {
    const [first = '', name] = path;
    if (path.length > 2 || (name !== undefined && first !== 'env')) return undefined;
    if (name === undefined && program.constants.named(first, at) !== undefined) return undefined;
    return variables?.find(name ?? first, at);
  };
  return readProgram(file, { language: LANGUAGES.groovy, folders: () => ['.'], named }, (program) => {
    const known = new JenkinsVariables(program);
    variables = known;
    const surroundings = ({ name }: Called) => ({
      folders: known.folders(name),
      environment: known.environment(name),
    });
    const special = (call: Of<'call'>, _: Program, called: Called) =>
      /(?:^|\.)docker\.build$/.test(dotted(call.callee))
        ? pluginBuilds(call, program, surroundings(called))
        : undefined;
    const builds = findBuilds(program, { shapes: [], byKey: [], special, surroundings });
    return [...builds, ...agentBuilds(program, known)];
  });
}

/** `docker.build(image, arguments)` runs `docker build -t image arguments`, or `.` (Docker Pipeline plugin). */
function pluginBuilds(
  call: Of<'call'>,
  program: Program,
  around: Parameters<typeof buildsOfScript>[2],
): BuildPath[] {
  const given = call.items[1]?.value;
  if (given === undefined)
    return [
      buildOfShape({ callee: /./, builder: 'buildkit', contextIs: 'folder' }, new CallOptions(call, program)),
    ];
  return buildsOfScript(given, program, around, 'docker build ').map((build) => ({
    ...build,
    how: 'docker.build',
    at: program.place(call),
  }));
}

/** `agent { dockerfile { filename 'x'; dir 'y'; additionalBuildArgs '…' } }` (Pipeline syntax). */
function agentBuilds(program: Program, known: JenkinsVariables): BuildPath[] {
  const { tokens } = program.walk;
  return tokens.flatMap((token, at) => {
    if (token.text !== 'dockerfile' || token.kind !== 'name' || program.walk.budget.isSpent) return [];
    let before = at - 1;
    while (tokens[before]?.kind === 'line') before -= 1;
    const isAgent = isSign(tokens[before], '{') && tokens[before - 1]?.text === 'agent';
    const isBlock = isSign(tokens[at + 1], '{');
    if (!isAgent || !(isBlock || tokens[at + 1]?.text === 'true')) return [];
    const settings = isBlock ? settingsOf(program, at + 1) : new Map<string, Expression>();
    return [agentBuild(program, at, settings, known.environment(at))];
  });
}

/** `name value` lines. */
function settingsOf({ walk }: Program, open: number): Map<string, Expression> {
  const settings = new Map<string, Expression>();
  const [from, to] = walk.inside(open);
  for (const at of walk.top(from, to)) {
    const name = walk.tokens[at];
    const isFirst = at === from || walk.tokens[at - 1]?.kind === 'line' || isSign(walk.tokens[at - 1], ';');
    if (name?.kind === 'name' && isFirst)
      settings.set(name.text, walk.expression(at + 1, Math.min(to, statementEnd(walk, at + 1))));
  }
  return settings;
}

function agentBuild(
  program: Program,
  at: number,
  settings: ReadonlyMap<string, Expression>,
  environment: ReadonlyMap<string, Value>,
): BuildPath {
  const token = program.walk.tokens[at + 1];
  const end = (token?.partner === undefined ? token : program.walk.tokens[token.partner])?.end;
  const place = program.place({ start: program.walk.tokens[at]?.start ?? 0, end: end ?? 0 });
  const given = (name: string): Value | undefined => {
    const found = settings.get(name);
    return found && valueOf(found, program);
  };
  const folder = given('dir') ?? text('.');
  const name = given('filename') ?? text('Dockerfile');
  const file = settings.get('filename') ?? settings.get('dir');
  const dockerfile = dockerfileOf(
    { file: { value: concat(folder, text('/'), name), at: file ? program.place(file) : place } },
    { builder: 'buildkit', folders: ['.'], at: place, besideContext: false },
  );
  const extra = settings.get('additionalBuildArgs');
  const around = { folders: ['.'], environment };
  const [build = bareBuild('agent', 'buildkit', place, dockerfile)] =
    extra === undefined ? [] : buildsOfScript(extra, program, around, 'docker build ');
  const [context] = pathsOf(folder, ['.']);
  return {
    ...build,
    how: 'agent dockerfile',
    at: place,
    dockerfile,
    ...(context !== undefined && { context }),
  };
}
