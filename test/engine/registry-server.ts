import { spawn } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { run, toolPath } from './run.ts';

export interface RealRegistry {
  host: string;
  port: number;
  /** Has the CA's certificate as ca.crt, for skopeo's --cert-dir. */
  certs: string;
  ca: string;
  stop(): Promise<void>;
}

export interface RegistrySetup {
  folder: string;
  /** `user:password` that htpasswd lets in; anyone where there is none. */
  account?: string;
  /** Wants a certificate of its clients, which `certs` then has. */
  clients?: boolean;
}

const NAMES = 'subjectAltName=IP:127.0.0.1,DNS:registry.example.com';

/** Debian's registry on a free port, with TLS by a CA of its own. */
export async function startRegistry({
  folder,
  account,
  clients = false,
}: RegistrySetup): Promise<RealRegistry> {
  const certs = join(folder, 'certs');
  await mkdir(certs, { recursive: true });
  const ca = join(certs, 'ca.crt');
  await makeCertificates(folder, certs, ca);
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const tls = { certificate: join(folder, 'server.crt'), key: join(folder, 'server.key') };
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host, tls: { ...tls, ...(clients ? { clientcas: [ca] } : {}) } },
    ...(account === undefined
      ? {}
      : { auth: { htpasswd: { realm: 'test', path: await htpasswd(folder, account) } } }),
  };
  // JSON is YAML.
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  return { host, port, certs, ca, stop: await serve(folder, host) };
}

async function serve(folder: string, host: string): Promise<() => Promise<void>> {
  const log = join(folder, 'registry.log');
  await writeFile(log, '');
  const child = spawn(toolPath('docker-registry'), ['serve', join(folder, 'config.yml')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => void appendFile(log, text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let tries = 0; !(await isListening(host)); tries += 1) {
    if (child.exitCode !== null || tries > 100)
      throw new Error(`no registry: ${await readFile(log, 'utf8')}`);
    await setTimeout(100);
  }
  return async () => {
    child.kill();
    await ended;
  };
}

async function isListening(host: string): Promise<boolean> {
  return fetch(`http://${host}/`).then(
    () => true,
    () => false,
  );
}

async function makeCertificates(folder: string, certs: string, ca: string): Promise<void> {
  const key = join(folder, 'ca.key');
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', ['req', '-x509', ...fresh, '-subj', '/CN=test CA', '-keyout', key, '-out', ca]);
  const signed = ['-CA', ca, '-CAkey', key];
  const server = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')];
  await run('openssl', [
    'req',
    '-x509',
    ...fresh,
    ...signed,
    '-subj',
    '/CN=server',
    '-addext',
    NAMES,
    ...server,
  ]);
  const client = ['-keyout', join(certs, 'client.key'), '-out', join(certs, 'client.cert')];
  await run('openssl', ['req', '-x509', ...fresh, ...signed, '-subj', '/CN=client', ...client]);
}

async function htpasswd(folder: string, account: string): Promise<string> {
  const [user = '', password = ''] = account.split(':');
  const path = join(folder, 'htpasswd');
  await writeFile(path, await run('htpasswd', ['-nbB', user, password]));
  return path;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
