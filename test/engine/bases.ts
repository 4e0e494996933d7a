import { execFile } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { writeContext } from './context.ts';
import { type Daemon, docker } from './daemon.ts';
import { build } from './daemon-build.ts';
import { toolPath } from './run.ts';

const execute = promisify(execFile);

const BASE = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /tmp /etc /root /home/app /data /srv /run && chmod 1777 /tmp && chown 1000:1000 /home/app
RUN echo root:x:0:0::/root:/bin/sh > /etc/passwd && echo app:x:1000:1000::/home/app:/bin/sh >> /etc/passwd
RUN echo root:x:0: > /etc/group && echo app:x:1000: >> /etc/group
`;
const TOOLS = `FROM base
COPY root /
COPY npm /usr/lib/npm
RUN printf '#!/bin/sh\\nexec node /usr/lib/npm/bin/npm-cli.js "$@"\\n' > /bin/npm && chmod +x /bin/npm
RUN ln -sf /usr/bin/dash /bin/sh
`;
/** `uv` cannot be had: this one asks the indexes of its variables for what is to be installed. */
const UV = `#!/bin/sh
set -e
mkdir -p /opt/lib
for index in $UV_DEFAULT_INDEX $UV_INDEX; do
  wget -qO /opt/lib/hello.html "$index/hello/"
done
`;
const CLIENTS = `FROM base
COPY root /
COPY uv /bin/uv
RUN printf '#!/bin/sh\\nexec python3 -m pip --disable-pip-version-check "$@"\\n' > /bin/pip && chmod +x /bin/pip /bin/uv
RUN ln -sf /usr/bin/dash /bin/sh
`;

const GIT = ['/usr/bin/dash', '/usr/bin/git', '/usr/lib/git-core/git-remote-http'];
const GNU = ['find', 'install', 'mv', 'printenv'].map((name) => `/usr/bin/${name}`);
/** Of Python's library: what pip does without. */
const UNUSED = /\/(?:test|tests|idlelib|lib2to3|tkinter|turtledemo|pydoc_data|config-[^/]*)(?:\/|$)/;
const EXTERNAL = /\/EXTERNALLY-MANAGED$/;

/** `base` is busybox; `tools` has git, npm and some of GNU's programs besides, `clients` git, curl, pip and a stand-in for uv. */
export type BaseName = 'base' | 'tools' | 'clients';

/** What was there before anything was planted. */
export interface Unplanted {
  /** Layers, by their ids. */
  layers: ReadonlySet<string>;
  /** Folders of the builder's disk, by their names. */
  folders: ReadonlySet<string>;
}

/** Builds the images that builds start from. */
export async function buildBases(daemon: Daemon, names: readonly BaseName[]): Promise<Unplanted> {
  const layers = new Set<string>();
  for (const name of names) {
    await build(daemon, await contextOf(name, daemon.folder), ['--no-cache', '-t', name]);
    const ids = await docker(daemon, ['image', 'inspect', '--format', '{{json .RootFS.Layers}}', name]);
    for (const id of JSON.parse(ids) as string[]) layers.add(id);
  }
  return { layers, folders: new Set(await readdir(join(daemon.folder, 'root/overlay2'))) };
}

async function contextOf(name: BaseName, folder: string): Promise<string> {
  if (name === 'base') return writeContext(folder, { Dockerfile: BASE });
  if (name === 'tools') {
    const context = await writeContext(folder, { Dockerfile: TOOLS });
    await collectPrograms(context, [...GIT, ...GNU, process.execPath]);
    await cp(process.execPath, join(context, 'root/bin/node'), { dereference: true });
    const npm = join(dirname(process.execPath), '../lib/node_modules/npm');
    await cp(npm, join(context, 'npm'), { recursive: true });
    return context;
  }
  const context = await writeContext(folder, { Dockerfile: CLIENTS, uv: UV });
  const modules = await collectPython(context);
  await collectPrograms(context, [...GIT, toolPath('curl'), toolPath('python3'), ...modules]);
  return context;
}

/** Programs of this machine, with the libraries that they load. */
async function collectPrograms(context: string, programs: readonly string[]): Promise<void> {
  const files = [...programs];
  for (const program of programs) {
    const { stdout } = await execute('ldd', [program]);
    files.push(...(stdout.match(/\/\S+(?= \(0x)/g) ?? []));
  }
  for (const path of new Set(files)) await cp(path, join(context, 'root', path), { dereference: true });
}

/** Python's library and pip; answers the modules that load libraries. */
async function collectPython(context: string): Promise<string[]> {
  toolPath('pip');
  const { stdout } = await execute(toolPath('python3'), [
    '-c',
    'import os, pip; print(os.path.dirname(os.__file__)); print(os.path.dirname(pip.__file__))',
  ]);
  const filter = (path: string) => !UNUSED.test(path) && !EXTERNAL.test(path);
  const folders = stdout.trim().split('\n');
  for (const path of folders)
    await cp(path, join(context, 'root', path), {
      recursive: true,
      dereference: true,
      // What is compiled is compared with its source.
      preserveTimestamps: true,
      filter,
    });
  const modules = join(folders[0] ?? '', 'lib-dynload');
  return (await readdir(modules)).map((name) => join(modules, name));
}
