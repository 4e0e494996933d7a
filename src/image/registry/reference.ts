import { blobPath } from '../digest.ts';
import { ImageError } from '../image.ts';

/** An image's name in a registry, in full. */
export interface RegistryReference {
  /** With its port, if it has one; `docker.io` where none is named. */
  host: string;
  /** `library/alpine`. */
  path: string;
  /** `latest` where neither a tag nor a digest is named. */
  tag?: string;
  digest?: string;
}

const DOCKER_HUB = 'docker.io';
const HUB_ALIASES = new Set([DOCKER_HUB, 'index.docker.io', 'registry-1.docker.io']);
/** Grammar of distribution/reference: what a host, a repository, a tag may be. */
const HOST =
  /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::\d{1,5})?$/;
const PATH = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const LONGEST_NAME = 255;

/**
 * Reads `HOST[:PORT]/PATH[:TAG][@DIGEST]` as engines do: `alpine` is `docker.io/library/alpine:latest`. Throws
 * ImageError where it is malformed.
 */
export function parseReference(text: string): RegistryReference {
  const [, account, after = ''] = /^(.*)@(?!(?:sha|md)\d+:)(.*)$/s.exec(text) ?? [];
  if (account !== undefined)
    throw new ImageError(
      `docker://…@${after}: a reference holds no account and ends with @sha256:…, if with a digest; name an account file with --auth-file`,
    );
  const [, name = '', digest] = /^([^@]*)(?:@(.*))?$/s.exec(text) ?? [];
  const [, repository = name, tag] = /^(.*):([^/:\]]*)$/s.exec(name) ?? [];
  const { host, path } = splitHost(repository);
  const problem = problemOf(host, path, tag, digest);
  if (problem !== undefined) throw new ImageError(`docker://${text}: ${problem}`);
  const version = tag === undefined && digest === undefined ? 'latest' : tag;
  return {
    host,
    path,
    ...(version === undefined ? {} : { tag: version }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** `host/path:tag`; with the digest where there is no tag. */
export function fullName({ host, path, tag, digest }: RegistryReference): string {
  return tag === undefined ? `${host}/${path}@${digest}` : `${host}/${path}:${tag}`;
}

/** The host that serves what `host` is said to hold: the API of docker.io has a name of its own. */
export function servingHost(host: string): string {
  return host === DOCKER_HUB ? 'registry-1.docker.io' : host;
}

/** One name for a registry, whatever it is called: lower case, without the port that HTTPS has anyhow. */
export function canonicalHost(host: string): string {
  const lower = host.toLowerCase().replace(/:443$/, '');
  return HUB_ALIASES.has(lower) ? DOCKER_HUB : lower;
}

/** The first part is a host if it can be no folder of Docker Hub (distribution/reference, splitDockerDomain). */
function splitHost(repository: string): { host: string; path: string } {
  const slash = repository.indexOf('/');
  const first = repository.slice(0, Math.max(0, slash));
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const host = isHost ? hostOf(first) : DOCKER_HUB;
  const path = isHost ? repository.slice(slash + 1) : repository;
  return { host, path: host === DOCKER_HUB && !path.includes('/') ? `library/${path}` : path };
}

function hostOf(text: string): string {
  return HUB_ALIASES.has(text.toLowerCase()) ? DOCKER_HUB : text.toLowerCase();
}

function problemOf(host: string, path: string, tag?: string, digest?: string): string | undefined {
  if (/^(?:https?:|docker:)/.test(`${host}/${path}`) || path.includes('://'))
    return 'a reference has no scheme; say docker://HOST/PATH:TAG';
  // What the grammar allows may be no address all the same: a port above 65535, 1.2.3.256, r.0.
  if (!HOST.test(host) || !URL.canParse(`https://${host}`))
    return `${host} is no host; say docker://HOST[:PORT]/PATH[:TAG][@DIGEST]`;
  if (path !== path.toLowerCase()) return `names of repositories are lower case; say ${path.toLowerCase()}`;
  if (!PATH.test(path) || host.length + path.length >= LONGEST_NAME)
    return `${path || '(nothing)'} is no name of a repository; say docker://HOST[:PORT]/PATH[:TAG][@DIGEST]`;
  if (tag !== undefined && !TAG.test(tag)) return `${tag || '(nothing)'} is no tag`;
  if (digest !== undefined && blobPath(digest) === undefined)
    return `${digest || '(nothing)'} is no digest; it is sha256: and 64 hexadecimal digits, or sha512: and 128`;
  return undefined;
}
