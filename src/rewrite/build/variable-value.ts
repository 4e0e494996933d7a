import type { Supply } from './supply.ts';

/** The variable of the environment that a file format can name, and whether it is what the build handed over. */
export interface NamedVariable {
  name: string;
  /** The value was made of more: somebody has to set the variable to it. */
  isMade: boolean;
}

/** Files have no assignments: the variable that holds all of the value, or one that is to hold it. */
export function variableFor({ given, source, id }: Supply): NamedVariable {
  const own = source.kind === 'variable' ? source.name : id;
  const last = given.at(-1);
  if (last === undefined) return { name: own, isMade: false };
  const [part, ...others] = last.value;
  const isVariable = part?.kind === 'variable' && others.length === 0 && part.usual === undefined;
  return isVariable ? { name: part.name, isMade: false } : { name: own, isMade: true };
}
