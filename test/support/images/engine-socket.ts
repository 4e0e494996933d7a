import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp.ts';

/** Where something answers as a container engine does, until the test is over. */
export async function engineSocket(answer: RequestListener): Promise<{ folder: string; path: string }> {
  const folder = await tempFolder();
  const server = createServer(answer);
  const path = join(folder, 'docker.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { folder, path };
}
