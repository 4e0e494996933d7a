import type { Vocabulary } from '../../credentials/vocabulary.ts';
import { concat, heldBy, templateOf, text, type Value } from '../value.ts';

/** A value that a name takes: what is not known of it is known by the name. */
export function taken(value: Value, name: string, names: Vocabulary): Value {
  return heldBy(
    name,
    value.map((part) => (part.kind === 'unknown' ? { kind: 'variable', name } : part)),
    names,
  );
}

/** What is cut from a text is not known. */
export function withoutTexts(value: Value): Value {
  return value.map((part) => (part.kind === 'text' ? { kind: 'unknown', what: 'a text' } : part));
}

/** CDK's `DockerBuildSecret.fromSrc(path)` is `src=path`. */
export function sourceOf(value: Value): Value {
  return templateOf(value).startsWith('src=') ? value : concat(text('src='), value);
}
