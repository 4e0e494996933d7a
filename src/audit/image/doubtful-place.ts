import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';

/** Documentation: examples by their nature. */
const DOCUMENTATION = /^\/usr\/(?:local\/)?share\/(?:doc|man|info)\//;
/** Key files that a program or library carries inside are its self-tests', as in libgnutls, far more often than its own. */
const KEY_KINDS = /^(?:pem-|openssh-key|pgp-private|ssh2-key)/;

/**
 * A leak with less confidence where its place speaks against it. Nothing is dropped for its place: real keys do
 * turn up in such files.
 */
export function doubtPlace(leak: Leak, { path = '' }: ImageLocation): Leak {
  const isBinary = leak.at.line === undefined;
  const inProgram = isBinary && KEY_KINDS.test(leak.secret.kind ?? '');
  const asExample = DOCUMENTATION.test(path) && leak.confidence !== 'certain' && leak.again !== true;
  return inProgram || asExample ? { ...leak, confidence: 'possible' } : leak;
}
