import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { append } from '../../config/append.ts';
import { reasonOf } from '../bytes.ts';
import { ImageError } from '../image.ts';

export interface Trust {
  /** A PEM file with further CAs. */
  ca?: string | undefined;
  env: NodeJS.ProcessEnv;
}

interface Found {
  authorities: string[];
  pairs: { cert: string; key: string }[];
}

/**
 * What TLS with a host is to trust, and which certificate to show it: Node's CAs, those of the `ca` file, and
 * `certs.d/HOST[:PORT]/` as engines have it (dockerd, "Verify repository client with certificates"). Throws
 * ImageError where one of these files is unusable.
 */
export async function tlsOptions(url: URL, trust: Trust): Promise<{ secureContext?: tls.SecureContext }> {
  const found: Found = { authorities: [], pairs: [] };
  if (trust.ca !== undefined) append(found.authorities, certificatesOf(trust.ca, await readPem(trust.ca)));
  for (const folder of hostFolders(url, trust.env)) await addFolder(folder, found);
  const { authorities, pairs } = found;
  if (authorities.length === 0 && pairs.length === 0) return {};
  const ca =
    authorities.length === 0 ? {} : { ca: [...(await defaultAuthorities(trust.env)), ...authorities] };
  const shown = { cert: pairs.map(({ cert }) => cert), key: pairs.map(({ key }) => key) };
  try {
    // Made once: each connection would read all CAs anew.
    return { secureContext: tls.createSecureContext({ ...ca, ...(pairs.length === 0 ? {} : shown) }) };
  } catch {
    throw new ImageError(`${url.host}: its *.cert and *.key in certs.d are no pair of PEM files`);
  }
}

/** Naming CAs takes Node's own away: they have to be named as well. */
async function defaultAuthorities(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const extra = env.NODE_EXTRA_CA_CERTS;
  if (!extra) return tls.rootCertificates;
  const pem = await readFile(extra, 'utf8').catch(() => '');
  return pem === '' ? tls.rootCertificates : [...tls.rootCertificates, pem];
}

function hostFolders(url: URL, env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME || homedir();
  const roots = ['/etc/docker', '/etc/containers', join(home, '.config', 'containers')];
  const port = url.port === '' && url.protocol === 'https:' ? '443' : url.port;
  const names = new Set([url.hostname, `${url.hostname}:${port}`]);
  if (url.port !== '') names.delete(url.hostname);
  return roots.flatMap((root) => [...names].map((name) => join(root, 'certs.d', name)));
}

async function addFolder(folder: string, found: Found): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw new ImageError(`${folder}: ${reasonOf(error)}`);
  });
  for (const name of names.sort()) {
    const path = join(folder, name);
    if (name.endsWith('.crt')) append(found.authorities, certificatesOf(path, await readPem(path)));
    if (!name.endsWith('.cert')) continue;
    const key = `${name.slice(0, -'.cert'.length)}.key`;
    if (!names.includes(key)) throw new ImageError(`${path}: has no ${key} beside it`);
    found.pairs.push({ cert: await readPem(path), key: await readPem(join(folder, key)) });
  }
}

async function readPem(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new ImageError(`${path}: ${reasonOf(error)}`);
  });
}

/** Node passes over what it cannot read: a wrong file would only be met as an untrusted host. */
function certificatesOf(path: string, pem: string): string[] {
  const blocks =
    pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new ImageError(`${path}: holds no certificate in PEM form`);
  for (const [i, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      throw new ImageError(`${path}: its certificate ${i + 1} is damaged`);
    }
  }
  return blocks;
}
