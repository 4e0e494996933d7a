import { servingHost } from './reference.ts';

/**
 * Tells of a URL whether its host is among `hosts`, each a `HOST[:PORT]`: without a port all of them are meant.
 */
export function insecureHosts(hosts: readonly string[]): (url: URL) => boolean {
  const known = new Set(hosts.map((host) => servingHost(host.trim().toLowerCase())));
  return (url) => {
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return known.has(url.hostname) || known.has(`${url.hostname}:${port}`);
  };
}
