import type { ImageLocation } from '../finding.ts';
import type { Leak } from '../leak.ts';

/** Documentation: examples by their nature. */
const DOCUMENTATION = /(?:^|!)\/usr\/(?:local\/)?share\/(?:doc|man|info)\//;
/** What a package brings along besides its code: its manual, its tests. */
const PACKAGED =
  /(?:\/(?:node_modules|site-packages|dist-packages|gems|vendor|google-cloud-sdk|botocore|aws-sdk)|!\/package)\/(?:.*\/)?(?:(?:readme|changelog|history|metadata|pkg-info)[^/]*|[^/]+\.(?:md|markdown|rst|d\.ts)|(?:tests?|__tests__|spec|examples?|docs?|fixtures?|dummyserver|data|apis)\/.+|[^/]+[._](?:test|spec)\.[^/]+)$/i;
/** Their form alone is checked, and is whole in an example, too. */
const WHOLE_IN_EXAMPLES = /^(?:jwt|basic-header|azure-sas|aws-)/;
/** What is copied and filled in. */
const TEMPLATE = /[._-](?:example|sample|template|dist|tmpl)(?:\.[^/]+)?$/i;
/** Key files that a program or library carries inside are its self-tests', as in libgnutls, far more often than its own. */
const KEY_KINDS = /^(?:pem-|openssh-key|pgp-private|ssh2-key)/;

/** Keys that nobody trusts: Debian's ssl-cert makes one so that servers start, CMake brings one to sign trials with. */
const SNAKE_OIL =
  /^\/etc\/ssl\/private\/ssl-cert-snakeoil\.key$|\/share\/cmake-[\d.]+\/Templates\/Windows\/Windows_TemporaryKey\.pfx$/;

/**
 * A leak with less confidence where its place speaks against it. Nothing is dropped for its place: real keys do
 * turn up in such files.
 */
export function doubtPlace(leak: Leak, { path = '' }: ImageLocation): Leak {
  const isBinary = leak.at.line === undefined;
  const kind = leak.secret.kind ?? '';
  const inProgram = isBinary && KEY_KINDS.test(kind);
  const isManual = DOCUMENTATION.test(path) || PACKAGED.test(path);
  const isProof = leak.confidence === 'certain' && !KEY_KINDS.test(kind) && !WHOLE_IN_EXAMPLES.test(kind);
  const asExample = isManual && !isProof && leak.again !== true;
  const isTemplate = TEMPLATE.test(path) && !isProof;
  return inProgram || asExample || isTemplate || SNAKE_OIL.test(path)
    ? { ...leak, confidence: 'possible' }
    : leak;
}
