import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toolPath } from './run.ts';

export interface BuildRequest {
  /** Path -> content; `Dockerfile` among them. Debian's static busybox is added as `busybox`: nothing can be pulled. */
  files: Readonly<Record<string, string | Uint8Array>>;
  buildArgs?: Readonly<Record<string, string>>;
  tag: string;
}

/** Writes a build context below `folder`; returns where it is. */
export async function writeContext(folder: string, files: BuildRequest['files']): Promise<string> {
  await mkdir(folder, { recursive: true });
  const context = await mkdtemp(join(folder, 'context-'));
  await copyFile(toolPath('busybox'), join(context, 'busybox'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(context, path)), { recursive: true });
    await writeFile(join(context, path), content);
  }
  return context;
}

export function buildArgFlags(buildArgs: BuildRequest['buildArgs'] = {}): string[] {
  return Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
}
