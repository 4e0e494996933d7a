import type { SourceText } from '../../dockerfile/source-text.ts';
import type { Supply } from './supply.ts';

/** The variable of the environment that a file format can name, and whether it is what the build handed over. */
export interface NamedVariable {
  name: string;
  /** The value was made of more: somebody has to set the variable to it. */
  isMade: boolean;
}

/** `NAME: ${VARIABLE:-default}`, `- NAME=${VARIABLE-}` of compose. */
const WITH_DEFAULT = /^["']?[\w.-]+["']?(?:[ \t]*:[ \t]+["']?|=)\$\{(\w+):?-[^{}$]*\}["']?$/;

/** Files have no assignments: the variable that holds all of the value, or one that is to hold it. */
export function variableFor({ given, source, id }: Supply): NamedVariable {
  const own = source.kind === 'variable' ? source.name : id;
  const last = given.at(-1);
  if (last === undefined) return { name: own, isMade: false };
  const [part, ...others] = last.value;
  const usual = WITH_DEFAULT.exec(last.at.source.text.slice(last.at.start, last.at.end))?.[1];
  if (usual !== undefined && isYaml(last.at.source)) return { name: usual, isMade: false };
  const isVariable = part?.kind === 'variable' && others.length === 0 && part.usual === undefined;
  return isVariable ? { name: part.name, isMade: false } : { name: own, isMade: true };
}

function isYaml({ path }: SourceText): boolean {
  return /\.ya?ml$/.test(path);
}
