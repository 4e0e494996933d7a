import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ImageError } from '../image.ts';
import { record, text } from '../json.ts';

/** Where an engine listens. */
export type Endpoint =
  | { kind: 'socket'; path: string; name: string }
  | { kind: 'tcp'; url: URL; certificates?: string; name: string };

/**
 * The engine that the docker client would talk to: DOCKER_HOST, else the context of DOCKER_CONTEXT or of its
 * config file, else the first socket that is there, Podman's included.
 *
 * Throws ImageError for a host that cannot be used, undefined where nothing points to an engine.
 */
export function findEndpoint(environment: NodeJS.ProcessEnv): Endpoint | undefined {
  const { DOCKER_HOST: host, DOCKER_CONTEXT: context } = environment;
  if (host) return endpointOf(host, 'DOCKER_HOST', environment);
  const folder = environment['DOCKER_CONFIG'] || join(homedir(), '.docker');
  const name = context || text(readJson(join(folder, 'config.json'))?.['currentContext']);
  if (name !== undefined && name !== 'default') return contextEndpoint(folder, name, environment);
  const path = usualSockets(environment).find((one) => existsSync(one));
  return path === undefined ? undefined : { kind: 'socket', path, name: `unix://${path}` };
}

function usualSockets({ XDG_RUNTIME_DIR: runtime }: NodeJS.ProcessEnv): string[] {
  const own = runtime ? [join(runtime, 'docker.sock'), join(runtime, 'podman/podman.sock')] : [];
  return [
    '/var/run/docker.sock',
    ...own.slice(0, 1),
    join(homedir(), '.docker/run/docker.sock'),
    ...own.slice(1),
    '/run/podman/podman.sock',
  ];
}

function endpointOf(host: string, from: string, environment: NodeJS.ProcessEnv): Endpoint {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/s.exec(host) ?? [];
  if (scheme === 'unix') return { kind: 'socket', path: rest, name: host };
  if (scheme === 'npipe') return { kind: 'socket', path: rest.replaceAll('/', '\\'), name: host };
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https')
    return tcp(host, rest, scheme, environment);
  const what = scheme === 'ssh' ? 'reaches its engine by ssh, which is' : 'is of a kind that is';
  throw new ImageError(
    `${from} ${host.replace(/\/\/[^@/]*@/, '//')}: ${what} not supported; save the image to a file first: docker save NAME -o image.tar`,
  );
}

/** TLS where the client would use it: DOCKER_TLS_VERIFY, with the certificates of DOCKER_CERT_PATH. */
function tcp(host: string, rest: string, scheme: string, environment: NodeJS.ProcessEnv): Endpoint {
  const verify = environment['DOCKER_TLS_VERIFY'];
  const certificates = environment['DOCKER_CERT_PATH'] || join(homedir(), '.docker');
  const secure = scheme === 'https' || (verify !== undefined && verify !== '');
  try {
    const url = new URL(`${secure ? 'https' : 'http'}://${rest}`);
    if (url.port === '') url.port = secure ? '2376' : '2375';
    return { kind: 'tcp', url, name: `tcp://${url.host}`, ...(secure && { certificates }) };
  } catch {
    throw new ImageError(
      `${host.replace(/\/\/[^@/]*@/, '//')}: is no address of an engine; say tcp://HOST:PORT`,
    );
  }
}

/** docker keeps a context's host in a file named by the digest of its name. */
function contextEndpoint(folder: string, name: string, environment: NodeJS.ProcessEnv): Endpoint {
  const id = createHash('sha256').update(name).digest('hex');
  const file = join(folder, 'contexts/meta', id, 'meta.json');
  const docker = record(record(readJson(file)?.['Endpoints'])?.['docker']);
  const host = text(docker?.['Host']);
  if (host === undefined)
    throw new ImageError(`docker context ${name}: its host is not in ${file}; set DOCKER_HOST instead`);
  return endpointOf(host, `docker context ${name}`, environment);
}

function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return record(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
