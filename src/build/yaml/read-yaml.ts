import { type Alias, type Document, isAlias, isNode, parseAllDocuments, visit } from 'yaml';
import type { SourceText } from '../../dockerfile/source-text.ts';
import type { BuildProblem } from '../build-problem.ts';
import { isDeeper } from './depth.ts';
import { YamlNode } from './node.ts';

/** Collections in collections. The library recurses, and at the end of the stack V8 may end the process. */
const DEEPEST = 256;

/**
 * The documents of a YAML or JSON file. What is malformed is told with its place; what could be read of it is given
 * all the same. Never throws.
 */
export function readYaml(source: SourceText, tell: (problem: BuildProblem) => void): YamlNode[] {
  try {
    const text = withoutComments(source);
    if (isDeeper(text, DEEPEST)) throw new RangeError('nested too deep');
    const documents = parseAllDocuments(text, {
      prettyErrors: false,
      strict: false,
      uniqueKeys: false,
      logLevel: 'silent',
      merge: false,
    });
    return 'empty' in documents
      ? []
      : documents.flatMap((document) => {
          for (const { pos, code } of document.errors.slice(0, 1)) tell(malformed(source, pos[0], code));
          const { aliases, lost } = aliasesOf(document);
          if (lost !== undefined) tell(malformed(source, lost.range?.[0] ?? 0, 'an alias of nothing'));
          return YamlNode.of(document.contents, source, aliases) ?? [];
        });
  } catch (error) {
    tell(malformed(source, 0, error instanceof RangeError ? 'nested too deep' : 'not YAML'));
    return [];
  }
}

/** An alias stands for the last anchor of its name before it. */
function aliasesOf(document: Document.Parsed): { aliases: Map<Alias, unknown>; lost: Alias | undefined } {
  const anchors = new Map<string, unknown>();
  const aliases = new Map<Alias, unknown>();
  let lost: Alias | undefined;
  visit(document, (_, node) => {
    if (isAlias(node)) {
      if (anchors.has(node.source)) aliases.set(node, anchors.get(node.source));
      else lost ??= node;
    } else if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
  });
  return { aliases, lost };
}

function malformed(source: SourceText, at: number, code: string): BuildProblem {
  const { line, column } = source.position(at);
  const kind = /\.json$/.test(source.path) ? 'JSON' : 'YAML';
  const reason = `is malformed ${kind} from here on (${code.toLowerCase().replaceAll('_', ' ')}); mend it, as builds in the rest of it may be missing`;
  return { what: `${source.path}:${line}:${column}`, reason, grave: true };
}

/** JSON with comments: they become blanks. */
function withoutComments({ path, text }: SourceText): string {
  if (!/\.jsonc?$/.test(path)) return text;
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, ' '),
  );
}
