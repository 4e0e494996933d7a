import type { MappedText } from '../../dockerfile/mapped-text.ts';
import type {
  FilePlace,
  Given,
  GivenArgument,
  GivenSecret,
  GivenSsh,
  Provenance,
  Unknown,
} from '../build-path.ts';

/** What a target hands over, by name where bake merges by name. */
export interface TargetParts {
  context?: Given;
  dockerfile?: Given;
  /** Undefined text: not known. */
  inline?: { text: MappedText | undefined; at: FilePlace };
  target?: Given;
  args: Map<string, GivenArgument>;
  labels: Map<string, GivenArgument>;
  /** Contexts by name: `target:base` is another target. */
  contexts: Map<string, Given>;
  secrets: Map<string, GivenSecret>;
  ssh: Map<string, GivenSsh>;
  provenance?: Provenance;
  unknown: Unknown[];
  inherits: Given[];
}

export function noParts(): TargetParts {
  return {
    args: new Map(),
    labels: new Map(),
    contexts: new Map(),
    secrets: new Map(),
    ssh: new Map(),
    unknown: [],
    inherits: [],
  };
}

/** Puts what one hands over over what another does. (buildx, Target.Merge) */
export function mergeParts(into: TargetParts, over: TargetParts): void {
  for (const key of ['args', 'labels', 'contexts', 'secrets', 'ssh'] as const) mergeMap(into[key], over[key]);
  into.unknown = [...new Set([...into.unknown, ...over.unknown])];
  const { context, dockerfile, inline, target, provenance } = over;
  Object.assign(into, {
    ...(context && { context }),
    ...(dockerfile && { dockerfile }),
    ...(inline && { inline }),
    ...(target && { target }),
    ...(provenance && { provenance }),
  });
}

function mergeMap(into: Map<string, unknown>, over: ReadonlyMap<string, unknown>): void {
  for (const [key, value] of over) into.set(key, value);
}

/** How many things are handed over. */
export function sizeOfParts({ args, labels, contexts, secrets, ssh, unknown }: TargetParts): number {
  return 1 + args.size + labels.size + contexts.size + secrets.size + ssh.size + unknown.length;
}
