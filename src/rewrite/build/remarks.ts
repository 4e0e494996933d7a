import { type BuildPath, placeText } from '../../build/build-path.ts';
import { append } from '../../config/append.ts';
import { fallbackRemarks } from './compose-fallback.ts';
import { flagText } from './flag-text.ts';
import { formOf } from './form.ts';
import { DOTENV, dotenvLine, type Supply } from './supply.ts';
import { variableFor } from './variable-value.ts';
import { quotedNames } from './windows-variables.ts';

/** What a person has to know or to do besides the edits. */
export function remarksFor(path: BuildPath, supplies: readonly Supply[]): string[] {
  const remarks = [
    ...ofBuilder(path),
    ...fallbackRemarks(supplies, path),
    ...ofQuotes(path, supplies),
    ...supplies.filter(({ clashes }) => clashes).map((one) => clash(path, one)),
  ];
  const dotenv = supplies.find(({ need, isThere }) => need.dotenv !== undefined && !isThere)?.need.dotenv;
  if (dotenv !== undefined) {
    const write = dotenvLine(dotenv.map((name) => [name, `"$${name}"`]));
    if (formOf(path) !== 'line') remarks.push(`before ${path.how}, write ${DOTENV}: ${write}`);
    remarks.push(
      `${DOTENV} holds the values in clear, none with a single quote in it: remove it after the build`,
    );
  }
  const agent = supplies.find(({ source, isThere }) => source.kind === 'agent' && !isThere);
  if (agent !== undefined)
    remarks.push(
      `an SSH agent that holds the key has to run where ${path.how} is started (ssh-agent, ssh-add)`,
    );
  if (formOf(path) === 'action') append(remarks, ofStores(supplies));
  return remarks;
}

function clash({ at, how }: BuildPath, { id, given }: Supply): string {
  const names = given.map(({ name }) => name).join(', ');
  return `${placeText(at)}: ${how} supplies another value as the secret ${id}: give that, or ${names}, another id`;
}

/** A command line of cmd loses the quotes that a variable holds, a secret keeps them. */
function ofQuotes(path: BuildPath, supplies: readonly Supply[]): string[] {
  const { at, line } = path;
  if (line?.shell !== 'cmd') return [];
  const values = supplies.flatMap(({ given, isThere }) => {
    const last = isThere ? undefined : given.at(-1);
    return (last && flagText(last, at.source)?.value) ?? [];
  });
  const names = new Set(values.flatMap((value) => quotedNames(value, at.source.text)));
  return Array.from(
    names,
    (name) =>
      `${placeText(at)}: quotes that ${name} is set with would be part of the secret: write set "${name}=…"`,
  );
}

function ofBuilder(path: BuildPath): string[] {
  const { builder, how } = path;
  const place = placeText(path.at);
  if (builder === 'kaniko')
    return [
      `${place}: kaniko has no secret mounts; build with BuildKit or buildah, or mount a file into its pod below /kaniko, which is in no layer, and read it there`,
    ];
  if (formOf(path) === 'api')
    return [
      `${place}: ${how} asks the engine's API, which has no build session: it can hand over build arguments, but no secrets; start docker buildx build as a program`,
    ];
  if (builder === 'classic')
    return [`${place}: the classic builder has no secret mounts; leave DOCKER_BUILDKIT=0 out`];
  if (/^az\b/.test(how))
    return [
      `${place}: az acr build hands no secrets to RUN --mount=type=secret; run docker buildx build and push, or a task of several steps that does`,
    ];
  return [];
}

/**
 * What a person has to see to before the edits are right: Compose and Bake name a variable for a secret, and make no
 * value for it as they did for the argument.
 */
export function madeValues(path: BuildPath, supplies: readonly Supply[]): string[] {
  if (!['compose', 'bake'].includes(formOf(path))) return [];
  return supplies.flatMap((supply) => {
    const { name, isMade } = variableFor(supply);
    const last = supply.given.at(-1);
    if (!isMade || supply.source.kind !== 'variable' || last === undefined) return [];
    return [
      `the variable ${name} has to be in the environment of whoever builds ${path.how}: its value was made in ${placeText(last.at)}`,
    ];
  });
}

function ofStores(supplies: readonly Supply[]): string[] {
  return supplies.flatMap(({ given, isThere, source }) =>
    given.length > 0 || isThere || source.kind !== 'variable'
      ? []
      : [`the repository has to have a secret ${source.name} (Settings, Secrets and variables, Actions)`],
  );
}
