import { checkOpenSsh, makeOpenSsh, tellsOpenSsh } from '../../src/credentials/checks/openssh.ts';
import { checkDerPem, tellsPem } from '../../src/credentials/checks/pem.ts';
import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat, Told, Validity } from '../../src/credentials/format.ts';

/** Base64, line ends or their escapes, and legacy headers; it stops before the next row of dashes. */
const BODY = '(?:[0-9A-Za-z+/=:,.() \\t\\r\\n\\\\]|-(?!-)){40,16000}';

/** The same in pieces: strings that are put together, a list of lines, a quotation or comment. */
const PIECES = '(?:[0-9A-Za-z+/=:,.() \\t\\r\\n\\\\"\'`#>*]|-(?!-)){40,16000}';

interface Kind {
  id: string;
  label: string;
  title: string;
  vendor?: string;
  severity?: CredentialFormat['severity'];
  check?: (block: string) => Validity;
  tells?: (block: string) => Told | undefined;
  make?: () => string;
}

function block({
  id,
  label,
  title,
  vendor = 'generic',
  severity = 'critical',
  check,
  tells,
  make,
}: Kind): CredentialFormat {
  const example = make ?? (() => armour(label, exampleDer()));
  return {
    id,
    vendor,
    title,
    keywords: [`BEGIN ${label}-----`],
    pattern: new RegExp(
      `-----BEGIN ${label}-----(?:${BODY}(?:-----END ${label}-----)?|${PIECES}-----END ${label}-----)`,
    ),
    reach: { before: 16, after: 17_000 },
    severity,
    confidence: 'likely',
    ...(check && { check }),
    ...(tells && { tells }),
    examples: {
      match: () => [example(), JSON.stringify({ key: example() }), `RUN echo "${example()}" > key`],
      miss: () => [
        `-----BEGIN ${label}-----`,
        `grep -- "-----BEGIN ${label}-----" file`,
        `-----BEGIN ${label}-----\n...\n-----END ${label}-----`,
      ],
    },
  };
}

/** The head of a sequence, and what may stand in one. */
function exampleDer(): Buffer {
  return Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x00]), exampleBytes(256)]);
}

function armour(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const der = { check: checkDerPem, tells: tellsPem };

export const formats: readonly CredentialFormat[] = [
  block({ ...der, id: 'pem-rsa', label: 'RSA PRIVATE KEY', title: 'RSA private key' }),
  block({ ...der, id: 'pem-pkcs8', label: 'PRIVATE KEY', title: 'private key' }),
  block({
    ...der,
    id: 'pem-pkcs8-enc',
    label: 'ENCRYPTED PRIVATE KEY',
    title: 'encrypted private key',
    severity: 'medium',
  }),
  block({ ...der, id: 'pem-ec', label: 'EC PRIVATE KEY', title: 'elliptic-curve private key' }),
  block({ ...der, id: 'pem-dsa', label: 'DSA PRIVATE KEY', title: 'DSA private key' }),
  block({
    id: 'openssh-key',
    label: 'OPENSSH PRIVATE KEY',
    title: 'SSH private key',
    vendor: 'OpenSSH',
    check: checkOpenSsh,
    tells: tellsOpenSsh,
    make: () => makeOpenSsh(exampleBytes(160)),
  }),
  block({ id: 'pgp-private', label: 'PGP PRIVATE KEY BLOCK', title: 'private key block', vendor: 'OpenPGP' }),
  block({
    id: 'cosign',
    label: 'ENCRYPTED SIGSTORE PRIVATE KEY',
    title: 'encrypted signing key',
    vendor: 'Sigstore',
    severity: 'medium',
  }),
];
