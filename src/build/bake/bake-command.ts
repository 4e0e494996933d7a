import type { BuildPath, Unknown } from '../build-path.ts';
import type { BuildProblem } from '../build-problem.ts';
import {
  type CommandLine,
  type GivenWord,
  readFlags,
  valueOf,
  valuesOf,
  wordText,
} from '../command/flags.ts';
import { unknownOf } from '../command/given.ts';
import type { BuildCommand } from '../command/known-commands.ts';
import type { CommandPlace } from '../command/line-places.ts';
import { type Folders, isRemote } from '../command/paths.ts';
import { type Budget, MOST_STEPS } from '../hcl/evaluate.ts';
import type { Repository } from '../repository.ts';
import type { Value } from '../value.ts';
import { buildOfTarget } from './build-of-target.ts';
import { filesOfCommand } from './command-files.ts';
import { isMeant, isPlainVariable, Overrides, variablesOf } from './overrides.ts';
import { noParts, type TargetParts } from './parts.ts';
import { Inheritance } from './resolve.ts';
import { Targets } from './targets.ts';

/** Flags of docker buildx bake and depot bake that take a value. */
const VALUED: ReadonlySet<string> = new Set(
  `allow build-platform builder call file jobs list metadata-file policy progress project provenance sbom save-tag set token
  var f j`.split(/\s+/),
);

/**
 * What a bake command builds otherwise than the Bake files say: with `--set`, `--provenance`, variables that are set for it,
 * or files that nobody reads but it. Of a command that changes nothing only targets that are named here and inherited elsewhere.
 */
export function buildsOfBake(command: BuildCommand, place: CommandPlace): BuildPath[] {
  const line = readFlags(command.rest, VALUED);
  const variables = variablesOf(valuesOf(line, 'var'));
  const environment = (name: string): Value | undefined => {
    const value = variables.get(name) ?? place.lookup(name);
    return isPlainVariable(value, name) ? undefined : value;
  };
  const problems: BuildProblem[] = [];
  const files = filesOfCommand(line, place, (problem) => problems.push(problem));
  const targets = new Targets(
    files.bodies,
    { environment, names: place.repository.names },
    (problem) => problems.push(problem),
    budgetOf(place.repository),
  );
  const hasVariables =
    variables.size > 0 || [...targets.variables].some((name) => environment(name) !== undefined);
  const isChanged = hasVariables || files.areOwn || valuesOf(line, 'set', 'provenance').length > 0;
  const overrides = new Overrides(valuesOf(line, 'set'), valueOf(line, 'provenance'), environment);
  const unknown = [...line.unknown.map(unknownOf), ...files.unknown];
  if (problems.length > 0)
    unknown.push({ what: 'a part of the Bake files that could not be read', at: place.at });
  const { folders } = files;
  const asked = { how: command.how, place, line, targets, overrides, unknown, folders };
  return new BakeCommand(asked).builds(isChanged);
}

/** Commands of all scripts together may make no more work than a few files. */
const budgets = new WeakMap<Repository, Budget>();

function budgetOf(repository: Repository): Budget {
  const known = budgets.get(repository) ?? { left: 10 * MOST_STEPS };
  budgets.set(repository, known);
  return known;
}

interface Asked {
  how: string;
  place: CommandPlace;
  line: CommandLine;
  targets: Targets;
  overrides: Overrides;
  unknown: readonly Unknown[];
  folders: Folders;
}

class BakeCommand {
  readonly #asked: Asked;
  readonly #inheritance: Inheritance;

  constructor(asked: Asked) {
    this.#asked = asked;
    this.#inheritance = new Inheritance(asked.targets.targets, (name, parts) =>
      asked.overrides.apply(name, parts),
    );
  }

  /** @param isChanged else only those that the files' own reader leaves out are given */
  builds(isChanged: boolean): BuildPath[] {
    const { line, targets } = this.#asked;
    const isFetched = line.operands.some(({ value }) => isRemote(value));
    const operands = line.operands.filter(({ value }) => !isRemote(value));
    const names = new Set<string>();
    for (const name of this.#names(operands, isFetched)) this.#addLinked(name, names);
    const told = new Set(isChanged ? [] : targets.built);
    const isLeft = (name: string): boolean => isChanged || (targets.targets.has(name) && !told.has(name));
    return [...names].filter(isLeft).map((name) => this.#build(name));
  }

  /** The targets that are named, or the default ones; all of them where a name is not known. */
  #names(operands: readonly GivenWord[], isFetched: boolean): string[] {
    const { targets, line } = this.#asked;
    const isOpen =
      operands.some((word) => wordText(word) === undefined) ||
      (operands.length === 0 && line.unknown.length > 0);
    if (isOpen && !isFetched) return targets.built;
    const named = operands.flatMap((word) => wordText(word) ?? []);
    return (named.length === 0 ? ['default'] : named).flatMap((name) => {
      const patterned = /[*?[\]]/.test(name);
      const all = [...targets.groups.keys(), ...targets.targets.keys()];
      const meant = patterned ? all.filter((one) => isMeant(name, one)) : [name];
      const found = meant.flatMap((one) => targets.expand(one));
      return found.length === 0 ? [name] : found;
    });
  }

  /** A target and those that are its contexts. */
  #addLinked(name: string, names: Set<string>): void {
    const waiting = [name];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (names.has(next)) continue;
      names.add(next);
      for (const { value } of this.#inheritance.resolve(next)?.contexts.values() ?? []) {
        const [part] = value;
        if (part?.kind === 'text' && value.length === 1 && part.text.startsWith('target:'))
          waiting.push(part.text.slice('target:'.length));
      }
    }
  }

  #build(name: string): BuildPath {
    const { how, place, unknown, folders } = this.#asked;
    const known = this.#inheritance.resolve(name);
    const parts = known ?? this.#bare(name);
    const build = buildOfTarget({
      how: `${how} ${name}`,
      at: place.at,
      parts: { ...parts, unknown: [...parts.unknown, ...unknown] },
      folders,
      repository: place.repository,
    });
    if (known !== undefined) return build;
    const { context: _, ...rest } = build;
    return {
      ...rest,
      dockerfile: { kind: 'unknown', what: `the Dockerfile of the target ${name}`, at: place.at },
    };
  }

  /** Of a target that no file here describes, only what the command says is known. */
  #bare(name: string): TargetParts {
    const parts = noParts();
    this.#asked.overrides.apply(name, parts);
    parts.unknown.push({ what: `the target ${name}`, at: this.#asked.place.at });
    return parts;
  }
}
