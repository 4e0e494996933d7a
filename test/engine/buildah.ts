import { type BuildRequest, buildArgFlags, writeContext } from './context.ts';
import { run } from './run.ts';

/** Where buildah keeps its images: a folder of this test alone. */
export interface Store {
  folder: string;
}

/** `buildah build` without a container runtime. One layer an instruction, as podman does. */
export async function buildahBuild(store: Store, { files, buildArgs, tag }: BuildRequest): Promise<void> {
  const context = await writeContext(store.folder, files);
  await buildah(store, [
    'bud',
    '--layers',
    '--isolation',
    'chroot',
    ...buildArgFlags(buildArgs),
    '-t',
    tag,
    context,
  ]);
}

export async function buildahPush(store: Store, tag: string, target: string): Promise<void> {
  await buildah(store, ['push', '--quiet', tag, target]);
}

async function buildah({ folder }: Store, args: readonly string[]): Promise<string> {
  const place = ['--root', `${folder}/storage`, '--runroot', `${folder}/run`, '--storage-driver', 'vfs'];
  return run('buildah', [...place, ...args]);
}
