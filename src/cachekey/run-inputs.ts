import { posix } from 'node:path';
import type { Instruction } from '../dockerfile/instruction.ts';
import { type Mount, mountsOf } from '../dockerfile/mounts.ts';
import type { Span } from '../dockerfile/source-text.ts';
import { asContent, containing, doubtful, joinInputs, type KeyInputs } from './cache-step.ts';
import type { KeyValue } from './key-value.ts';
import { CACHE_NAMESPACE } from './known-arguments.ts';

/** What of each kind of mount only chooses files, and what is in no key. */
const CHOOSES = new Set(['source', 'from']);
/** BuildKit takes them into the key up to 0.12 (checkShouldClearCacheOpts, exec.go). */
const FORMER = new Set(['id', 'sharing']);

export interface MountPlace {
  expand(word: string, span: Span): KeyValue;
  folder: string;
  /** What comes into a key with the files of a stage, or an image. */
  filesOf(name: string): KeyInputs;
  /** BUILDKIT_CACHE_MOUNT_NS, where that rotates. */
  namespace: KeyValue;
}

/** What a RUN has in its own key by its mounts. A secret's value never is; its id, target and permissions are. */
export function mountInputs(instruction: Instruction, place: MountPlace): KeyInputs {
  const text = (word: string): string => place.expand(word, instruction.span).text ?? word;
  const inputs: KeyInputs[] = [];
  for (const mount of mountsOf(instruction, text, place.folder)) {
    const { type, from, written, span } = mount;
    if (from !== undefined) inputs.push(place.filesOf(written.get('from') ?? from));
    if (type === 'cache') inputs.push(namespaceInputs(mount, place));
    for (const [key, word] of written) {
      const value = place.expand(word, span);
      const label = `${key} of a ${type} mount`;
      if (CHOOSES.has(key) && type !== 'secret') inputs.push(asContent(containing(value, label, span)));
      else if (type === 'cache' && FORMER.has(key)) inputs.push(doubtful(value, label, span));
      else inputs.push(containing(value, label, span));
    }
  }
  return joinInputs(...inputs);
}

/**
 * Every BuildKit has the namespace in the key where the id is the mount's own folder, as it is written, and all may
 * share it; from 0.13 on it is in no other (checkShouldClearCacheOpts, exec.go).
 */
function namespaceInputs({ id, written, span }: Mount, { namespace, expand }: MountPlace): KeyInputs {
  const target = expand(written.get('target') ?? '', span).text ?? '';
  const isPlain = /^\/.*[^/]$/.test(target) && posix.normalize(target) === target;
  const sharing = expand(written.get('sharing') ?? '', span).text;
  const isShared = sharing === '' || sharing === 'shared';
  return isPlain && isShared && (id ?? target) === target
    ? containing(namespace, 'the id of a cache mount', span)
    : doubtful(namespace, `${CACHE_NAMESPACE} before the id of a cache mount`, span);
}
