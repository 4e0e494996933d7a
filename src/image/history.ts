import { assignments, declaredNames, type HistoryArgument, runArguments } from './history-arguments.ts';
import { builderOf, type HistoryBuilder, neighbourBuilder } from './history-builder.ts';
import type { HistoryEntry } from './image.ts';

export interface ParsedHistory {
  builder: HistoryBuilder;
  /** The Dockerfile keyword in capitals; empty where the text shows none. */
  instruction: string;
  /** Where the instruction's own words start in `createdBy`: after keyword, builder's prefix and build arguments. */
  bodyStart: number;
  /** In the order they stand. */
  arguments: readonly HistoryArgument[];
}

interface Scope {
  /** ARG names declared so far. */
  names: Set<string>;
  /** As RUN entries print it: the image's own first. */
  shells: readonly string[];
}

const DEFAULT_SHELLS = ['/bin/sh -c', 'cmd /S /C', '/bin/bash -c'];
const NOP = /^(.*?) #\(nop\) +/;

/**
 * What each `created_by` text of an image's history says. The whole history is wanted, as ARG and SHELL entries tell
 * how to read the RUN entries after them. The forms are those of BuildKit's dockerfile2llb, moby's dispatchers.go, buildah's
 * stage_executor.go and kaniko's build.go.
 */
export function parseHistories(entries: readonly HistoryEntry[]): ParsedHistory[] {
  const told = entries.map(builderOf);
  const scope: Scope = { names: new Set(), shells: DEFAULT_SHELLS };
  return entries.map((entry, i) => parseEntry(entry.createdBy, told[i] ?? neighbourBuilder(told, i), scope));
}

/** One entry alone: without the ARG entries before it, values that hold ` NAME=` are read as two. */
export function parseHistory(entry: HistoryEntry): ParsedHistory {
  const [parsed] = parseHistories([entry]);
  return parsed ?? { builder: 'unknown', instruction: '', bodyStart: 0, arguments: [] };
}

function parseEntry(createdBy: string, builder: HistoryBuilder, scope: Scope): ParsedHistory {
  const { instruction, bodyStart } = keywordOf(createdBy, scope);
  const end = createdBy.endsWith(' # buildkit') ? createdBy.length - ' # buildkit'.length : createdBy.length;
  const text = createdBy.slice(0, end);
  const asWritten = builder === 'buildah' || builder === 'kaniko';
  switch (instruction) {
    case 'RUN': {
      const { found, commandStart } = runArguments(text, bodyStart, scope, builder === 'buildah');
      return { builder, instruction, bodyStart: commandStart, arguments: found };
    }
    case 'ARG':
      for (const name of declaredNames(text.slice(bodyStart))) scope.names.add(name);
      return { builder, instruction, bodyStart, arguments: assignments(text, bodyStart, 'arg', asWritten) };
    case 'ENV':
      return { builder, instruction, bodyStart, arguments: assignments(text, bodyStart, 'env', asWritten) };
    case 'LABEL':
      return { builder, instruction, bodyStart, arguments: assignments(text, bodyStart, 'label', asWritten) };
    case 'SHELL':
      scope.shells = [shellWords(text.slice(bodyStart)), ...DEFAULT_SHELLS];
      return { builder, instruction, bodyStart, arguments: [] };
    default:
      return { builder, instruction, bodyStart, arguments: [] };
  }
}

function keywordOf(createdBy: string, { shells }: Scope): { instruction: string; bodyStart: number } {
  const prefix = NOP.exec(createdBy)?.[0].length ?? 0;
  const keyword = /^([A-Z]+)(?:[ \t]+|$)/.exec(createdBy.slice(prefix));
  if (keyword?.[1]) return { instruction: keyword[1], bodyStart: prefix + keyword[0].length };
  const isRun = /^\|\d+ /.test(createdBy) || shells.some((shell) => createdBy.startsWith(`${shell} `));
  return { instruction: isRun ? 'RUN' : '', bodyStart: prefix };
}

/** `[/bin/sh -ec]` of BuildKit and the classic builder, `["/bin/sh","-ec"]` of buildah -> `/bin/sh -ec`. */
function shellWords(text: string): string {
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words)) return words.join(' ');
  } catch {
    // Go's %v form, no JSON.
  }
  return text.trim().replace(/^\[|\]$/g, '');
}
