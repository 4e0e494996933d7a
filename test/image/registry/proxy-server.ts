import { connect } from 'node:net';
import { repository, serve } from './server.ts';

/** A proxy that takes every host for `target`; it tells tunnels apart by their CONNECT. */
export async function proxyTo(target: string, login?: string) {
  const repo = repository();
  const tunnels: string[] = [];
  const allowed = (header: string | undefined) =>
    login === undefined || header === `Basic ${Buffer.from(login).toString('base64')}`;
  const proxy = await serve((request, response) => {
    if (!allowed(request.headers['proxy-authorization'])) return void response.writeHead(407).end();
    repo.handle({ ...request, url: request.url.replace(/^http:\/\/[^/]*/, '') }, response);
  });
  proxy.server.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    socket.on('error', () => {});
    if (!allowed(request.headers['proxy-authorization']))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const [host, port] = target.split(':');
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    there.on('error', () => socket.destroy());
  });
  return { ...proxy, tunnels };
}
