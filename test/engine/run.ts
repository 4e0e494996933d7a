import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Where Debian has each engine, and the package it comes with: another `docker` may stand first on the PATH. */
const TOOLS = {
  docker: ['/usr/bin/docker', 'docker.io'],
  dockerd: ['/usr/sbin/dockerd', 'docker.io'],
  buildah: ['/usr/bin/buildah', 'buildah'],
  skopeo: ['/usr/bin/skopeo', 'skopeo'],
  umoci: ['/usr/bin/umoci', 'umoci'],
  busybox: ['/bin/busybox', 'busybox-static'],
  debootstrap: ['/usr/sbin/debootstrap', 'debootstrap'],
  tar: ['/bin/tar', 'tar'],
  'docker-registry': ['/usr/bin/docker-registry', 'docker-registry'],
  htpasswd: ['/usr/bin/htpasswd', 'apache2-utils'],
  git: ['/usr/bin/git', 'git'],
  curl: ['/usr/bin/curl', 'curl'],
  pip: ['/usr/bin/pip3', 'python3-pip'],
  python3: ['/usr/bin/python3', 'python3'],
  openssl: ['/usr/bin/openssl', 'openssl'],
  strace: ['/usr/bin/strace', 'strace'],
  mount: ['/bin/mount', 'mount'],
  umount: ['/bin/umount', 'mount'],
  losetup: ['/sbin/losetup', 'mount'],
  'mkfs.exfat': ['/sbin/mkfs.exfat', 'exfatprogs'],
  'mount.exfat-fuse': ['/sbin/mount.exfat-fuse', 'exfat-fuse'],
  unshare: ['/usr/bin/unshare', 'util-linux'],
  'pre-commit': ['/usr/bin/pre-commit', 'pre-commit'],
  zsh: ['/usr/bin/zsh', 'zsh'],
  fish: ['/usr/bin/fish', 'fish'],
  shellcheck: ['/usr/bin/shellcheck', 'shellcheck'],
} as const;

export type Tool = keyof typeof TOOLS;

/** A tool's path. Throws where it is missing: an engine test is never skipped. */
export function toolPath(tool: Tool): string {
  const [path, name] = TOOLS[tool];
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(`${path} is missing, and this test needs it: apt-get install ${name}`);
  }
  return path;
}

/** Runs a tool to its end and returns its standard output. Throws with what it said where it fails. */
export async function run(
  tool: Tool,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 };
  return (await execute(toolPath(tool), args, options)).stdout;
}

/** A folder for a group of tests, and the way to be rid of it. */
export async function workFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'build-audit-engine-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
