/** Where a build leaves the planted value. */
export interface Leaks {
  /** In the content of a file in one of the image's layers. */
  layer?: boolean;
  /** In the path or link target of an entry of a layer. */
  name?: boolean;
  config?: boolean;
  history?: boolean;
  log?: boolean;
  /** In a file on the builder's disk that is in no layer of the image: another stage's, or a cache mount's. */
  builder?: boolean;
}

interface Expected {
  leaks: Leaks;
  /** All that `audit dockerfile` says of it, unsafe-secret-mount aside. */
  verdict: readonly string[];
}

export interface Shape extends Expected {
  name: string;
  /** `FROM base` is busybox, `FROM tools` has git and npm besides. `«secret»` is the planted value, `«base64»` so encoded. */
  dockerfile: string;
  buildArgs?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  contextFiles?: Readonly<Record<string, string>>;
  target?: string;
  /** The credential format of what is planted; without one it is a random password. */
  plant?: string;
}

type More = Omit<Partial<Shape>, 'name' | 'dockerfile'> & { before?: string; after?: string };

const clean: Expected = { leaks: {}, verdict: [] };
const written: Expected = { leaks: { layer: true }, verdict: ['secret-written-to-layer'] };
const late: Expected = { leaks: { layer: true }, verdict: ['secret-removed-too-late'] };
const printed: Expected = { leaks: { log: true }, verdict: ['secret-in-log'] };
const both: Expected = { leaks: { layer: true, builder: true }, verdict: ['secret-written-to-layer'] };
const builderOnly: Expected = { leaks: { builder: true }, verdict: ['secret-written-to-layer'] };

/** A RUN with the secret at /run/secrets/t; `script` may begin with further flags. */
function mounted(name: string, expected: Expected, script: string, more: More = {}): Shape {
  const { before = 'FROM base\n', after = '', ...rest } = more;
  const dockerfile = `${before}RUN --mount=type=secret,id=t ${script}\n${after}`;
  return { secrets: { t: '«secret»' }, ...expected, ...rest, name, dockerfile };
}

/** A build that is given the secret as the build argument API_TOKEN. */
function argument(name: string, expected: Expected, dockerfile: string, more: More = {}): Shape {
  return { buildArgs: { API_TOKEN: '«secret»' }, ...expected, ...more, name, dockerfile };
}

function plain(name: string, expected: Expected, dockerfile: string, more: More = {}): Shape {
  return { ...expected, ...more, name, dockerfile };
}

const DOTENV = { secrets: { t: 'API_TOKEN="«secret»"\nREGION=north\n' } };
const GNU = { before: 'FROM tools\n' };
const LINES = { secrets: { t: '«secret»\n' } };
const ENCODED = { secrets: { t: '«base64»' } };

const writing: readonly Shape[] = [
  mounted('> file', written, 'cat /run/secrets/t > /etc/app.key'),
  mounted('>> file', written, 'echo name=app > /etc/app.conf && cat /run/secrets/t >> /etc/app.conf'),
  mounted('>| file', written, 'set -C; cat /run/secrets/t >| /etc/app.key'),
  mounted('1> file', written, 'cat /run/secrets/t 1> /etc/app.key 2>&1'),
  mounted('< mount > file', written, 'cat < /run/secrets/t > /etc/app.key'),
  mounted('tee file > /dev/null', written, 'cat /run/secrets/t | tee /etc/app.key > /dev/null'),
  mounted(
    'tee file',
    { leaks: { layer: true, log: true }, verdict: ['secret-in-log', 'secret-written-to-layer'] },
    'tee /etc/app.key < /run/secrets/t',
  ),
  mounted('tee -a file', written, 'tee -a /etc/app.key < /run/secrets/t > /dev/null'),
  mounted('cp', written, 'cp /run/secrets/t /etc/app.key'),
  mounted('cp into a folder', written, 'cp /run/secrets/t /etc/'),
  mounted('cp -r of the folder', written, 'cp -r /run/secrets /etc/app'),
  mounted('cp of a glob', written, 'cp /run/secrets/* /etc/'),
  mounted('cp, then mv', written, 'cp /run/secrets/t /tmp/t && mv /tmp/t /etc/app.key'),
  mounted('mv of the mount itself', clean, 'mv /run/secrets/t /etc/app.key || true'),
  mounted('mv of the mount itself, of GNU', clean, 'mv /run/secrets/t /etc/app.key || true', GNU),
  mounted('install', written, 'install -m 600 /run/secrets/t /etc/app.key', GNU),
  mounted('install -D', written, 'install -D -m 600 /run/secrets/t /srv/app/key', GNU),
  mounted('install into a folder', written, 'install -m 600 -t /etc /run/secrets/t', GNU),
  mounted('ln of the mount', clean, 'ln /run/secrets/t /etc/app.key || true'),
  mounted('ln -s to the mount', clean, 'ln -s /run/secrets/t /root/.npmrc && wc -c /root/.npmrc'),
  mounted('dd', written, 'dd if=/run/secrets/t of=/etc/app.key'),
  mounted('dd from a pipe', written, 'cat /run/secrets/t | dd of=/etc/app.key'),
  mounted(
    'sed -i',
    written,
    'echo token=@T@ > /etc/app.conf && sed -i "s|@T@|$(cat /run/secrets/t)|" /etc/app.conf',
  ),
  mounted('sed of the mount', written, "sed 's/^/token=/' /run/secrets/t > /etc/app.conf"),
  mounted('awk of the mount', written, `awk '{ print "token=" $0 }' /run/secrets/t > /etc/app.conf`),
  mounted('cut of a dotenv', written, 'grep API_TOKEN /run/secrets/t | cut -d= -f2 > /etc/app.key', DOTENV),
  mounted('printf', written, `printf 'token=%s\\n' "$(cat /run/secrets/t)" > /etc/app.conf`),
  mounted('base64', written, 'base64 /run/secrets/t > /etc/app.b64'),
  mounted('base64 -d', written, 'base64 -d /run/secrets/t > /etc/app.key', ENCODED),
  mounted('base64 -d of a pipe', written, 'cat /run/secrets/t | base64 -d > /etc/app.key', ENCODED),
  mounted('tr', written, `cat /run/secrets/t | tr -d '\\n' > /etc/app.key`, LINES),
  mounted('sort -o', written, 'sort /run/secrets/t -o /etc/app.key', LINES),
  mounted('tar to a file', written, 'tar -cf /etc/app.tar -C /run/secrets t'),
  mounted('tar to tar', written, 'tar -C /run/secrets -cf - t | tar -C /etc -xf -'),
  mounted('sh -c', written, 'sh -c "cat /run/secrets/t > /etc/app.key"'),
  mounted('exec form', written, '["cp", "/run/secrets/t", "/etc/app.key"]'),
  mounted(
    'heredoc in exec form',
    written,
    '["sh", "-c", "cat <<EOF > /etc/app.conf\\ntoken=$(cat /run/secrets/t)\\nEOF\\n"]',
  ),
  mounted(
    'heredoc of continued lines',
    printed,
    'cat <<EOF > /etc/app.conf \\\n  token=$(cat /run/secrets/t) \\\nEOF || true',
  ),
  mounted('&> file', written, 'cat /run/secrets/t &> /etc/app.key'),
  mounted(
    'quoted heredoc in exec form',
    clean,
    `["sh", "-c", "cat <<'EOF' > /etc/app.conf\\ntoken=$(cat /run/secrets/t)\\nEOF\\n"]`,
  ),
  mounted('eval', written, `eval 'cat /run/secrets/t > /etc/app.key'`),
  mounted('subshell', written, '(cat /run/secrets/t > /etc/app.key)'),
  mounted('subshell > file', written, '(echo token; cat /run/secrets/t) > /etc/app.conf'),
  mounted('group > file', written, '{ echo token; cat /run/secrets/t; } > /etc/app.conf'),
  mounted('exec > file', written, 'exec > /etc/app.key; cat /run/secrets/t'),
  mounted('exec 3> file', written, 'exec 3> /etc/app.key; cat /run/secrets/t >&3'),
  mounted('if … fi > file', written, 'if true; then cat /run/secrets/t; fi > /etc/app.key'),
  mounted('function', written, 'keep() { cat "$1" > "$2"; }; keep /run/secrets/t /etc/app.key'),
  mounted('for over the mounts', written, 'for f in /run/secrets/*; do cp "$f" /etc/; done'),
  mounted(
    'while read',
    written,
    'while read -r line; do echo "$line" >> /etc/app.conf; done < /run/secrets/t',
    LINES,
  ),
  mounted(
    'pipe into while read',
    written,
    'cat /run/secrets/t | while read -r line; do echo "$line" >> /etc/app.conf; done',
    LINES,
  ),
  mounted(
    'while IFS== read of a dotenv',
    written,
    `while IFS='=' read -r k v; do echo "$v" >> /etc/app.conf; done < /run/secrets/t`,
    DOTENV,
  ),
  mounted('read', written, 'read T < /run/secrets/t; echo "$T" > /etc/app.key'),
  mounted('pipe into read', written, 'cat /run/secrets/t | { read T; echo "$T" > /etc/app.key; }'),
  mounted('$(…)', written, 'T=$(cat /run/secrets/t); echo "$T" > /etc/app.key'),
  mounted('backquotes', written, 'T=`cat /run/secrets/t`; echo "$T" > /etc/app.key'),
  mounted('set --', written, 'set -- "$(cat /run/secrets/t)"; echo "$1" > /etc/app.key'),
  mounted('case', written, 'M=dev; case "$M" in dev) cat /run/secrets/t > /etc/app.key;; esac'),
  mounted('test && write', written, 'test -f /run/secrets/t && cp /run/secrets/t /etc/app.key'),
  mounted('false || write', written, 'false || cp /run/secrets/t /etc/app.key'),
  mounted('export, child sh', written, `export T=$(cat /run/secrets/t) && sh -c 'echo "$T" > /etc/app.key'`),
  mounted('T=… child sh', written, `T=$(cat /run/secrets/t) sh -c 'echo "$T" > /etc/app.key'`),
  mounted('env T=… child sh', written, `env T="$(cat /run/secrets/t)" sh -c 'echo "$T" > /etc/app.key'`),
  mounted('not exported, child sh', clean, `T=$(cat /run/secrets/t); sh -c 'echo "$T" > /etc/app.key'`),
  mounted('export, env > file', written, 'export T=$(cat /run/secrets/t) && env > /etc/build.env'),
  mounted('not exported, env > file', clean, 'T=$(cat /run/secrets/t); env > /etc/build.env'),
  mounted('set > file', written, 'T=$(cat /run/secrets/t); set > /etc/build.env'),
  mounted('variable lost in a pipe', clean, 'cat /run/secrets/t | read T; echo "$T" > /etc/app.key'),
  mounted('variable lost in a subshell', clean, '(T=$(cat /run/secrets/t)); echo "$T" > /etc/app.key'),
  mounted('xargs', written, 'cat /run/secrets/t | xargs echo > /etc/app.key'),
  mounted('xargs -I', written, `cat /run/secrets/t | xargs -I{} sh -c 'echo {} > /etc/app.key'`),
  mounted('. dotenv, use', clean, '. /run/secrets/t && test -n "$API_TOKEN"', DOTENV),
  mounted('. dotenv, write', written, '. /run/secrets/t && echo "$API_TOKEN" > /etc/app.key', DOTENV),
  mounted('. dotenv, env > file', clean, '. /run/secrets/t && env > /etc/build.env', DOTENV),
  mounted('set -a, . dotenv, env > file', written, 'set -a; . /run/secrets/t; env > /etc/build.env', DOTENV),
  mounted(
    'set -a, . dotenv, child sh',
    written,
    `set -a && . /run/secrets/t && set +a && sh -c 'echo "$API_TOKEN" > /etc/app.key'`,
    DOTENV,
  ),
  mounted(
    'export $(dotenv)',
    written,
    'export $(cat /run/secrets/t | xargs) && env > /etc/build.env',
    DOTENV,
  ),
  mounted(
    'symbolic link to a file',
    written,
    'ln -s /etc/real /link && cat /run/secrets/t > /link && rm /link',
  ),
  mounted('umask', written, 'umask 077 && cat /run/secrets/t > /etc/app.key'),
  mounted('beside the mount', written, 'cat /run/secrets/t > /run/secrets/copy'),
  mounted('/tmp is a layer', written, 'cat /run/secrets/t > /tmp/t'),
  mounted('/run is a layer', written, 'cat /run/secrets/t > /run/t'),
  mounted('home', written, 'mkdir -p ~/.app && cat /run/secrets/t > ~/.app/key'),
  mounted('mount elsewhere', clean, 'true', {
    before: 'FROM base\nRUN --mount=type=secret,id=t,target=/root/.npmrc wc -c /root/.npmrc\n',
  }),
  plain(
    'copy of a mount elsewhere',
    written,
    'FROM base\nWORKDIR /app\nRUN --mount=type=secret,id=t,dst=/root/.npmrc cp /root/.npmrc .npmrc\n',
    { secrets: { t: '«secret»' } },
  ),
  plain(
    'another user',
    written,
    'FROM base\nUSER app\nRUN --mount=type=secret,id=t,uid=1000 cat /run/secrets/t > ~/key\n',
    { secrets: { t: '«secret»' } },
  ),
  mounted('a volume', written, 'cat /run/secrets/t > /data/key', { before: 'FROM base\nVOLUME /data\n' }),
];

const removing: readonly Shape[] = [
  mounted('&& rm', clean, 'cat /run/secrets/t > /tmp/t && wc -c /tmp/t && rm /tmp/t'),
  mounted('; rm', clean, 'cat /run/secrets/t > /tmp/t; wc -c /tmp/t; rm /tmp/t'),
  mounted('|| true; rm', clean, 'cat /run/secrets/t > /tmp/t && false || true; rm -f /tmp/t'),
  mounted('|| rm', written, 'cat /run/secrets/t > /tmp/t && true || rm /tmp/t'),
  mounted(
    'decoded, used, removed, status kept',
    clean,
    'cat /run/secrets/t | base64 -d > /sa.json && wc -c /sa.json ; ret=$?; rm /sa.json ; exit $ret',
    ENCODED,
  ),
  mounted('rm behind exit', written, 'cat /run/secrets/t > /tmp/t; exit 0; rm /tmp/t'),
  mounted('rm too early', written, 'rm -f /tmp/t; cat /run/secrets/t > /tmp/t'),
  mounted('rm of another file', written, 'cat /run/secrets/t > /tmp/t && rm -f /tmp/T'),
  mounted('rm in an if', clean, 'cat /run/secrets/t > /tmp/t; if [ -f /tmp/t ]; then rm /tmp/t; fi'),
  mounted('test && rm', clean, 'cat /run/secrets/t > /tmp/t; [ -f /tmp/t ] && rm /tmp/t'),
  mounted('rm -rf of the folder', clean, 'mkdir /k && cat /run/secrets/t > /k/t && rm -rf /k'),
  mounted('rm -r of a folder above', clean, 'mkdir -p /k/l && cat /run/secrets/t > /k/l/t && rm -r /k'),
  mounted('rm of a glob', clean, 'cat /run/secrets/t > /tmp/t.key && rm /tmp/*.key'),
  mounted('rm of everything in it', clean, 'cat /run/secrets/t > /tmp/t.key && rm -rf /tmp/*'),
  mounted('rm of a hidden file by *', written, 'cat /run/secrets/t > /tmp/.t && rm -rf /tmp/*'),
  mounted('rm of a variable', clean, 'F=/tmp/t; cat /run/secrets/t > "$F"; rm "$F"'),
  mounted('rm of a part of a path', clean, 'D=/tmp; cat /run/secrets/t > /tmp/t; rm $D/t'),
  mounted('mktemp', written, 'F=$(mktemp) && cat /run/secrets/t > "$F"'),
  mounted('mktemp and rm', clean, 'F=$(mktemp) && cat /run/secrets/t > "$F" && rm "$F"'),
  mounted('mktemp -d and rm', clean, 'D=$(mktemp -d) && cat /run/secrets/t > "$D/t" && rm -rf "$D"'),
  mounted('rm of two', clean, 'cp /run/secrets/t /a && cp /run/secrets/t /b && rm /a /b'),
  mounted('rm of one of two', written, 'cp /run/secrets/t /a && cp /a /b && rm /a'),
  mounted('mv away, rm', clean, 'cp /run/secrets/t /a && mv /a /b && rm /b'),
  mounted('mv away, rm of the old name', written, 'cp /run/secrets/t /a && mv /a /b && rm -f /a'),
  mounted('cp into a folder, rm', clean, 'cp /run/secrets/t /etc && rm /etc/t'),
  mounted('mv into a folder, rm', clean, 'cp /run/secrets/t /tmp/t && mv /tmp/t /etc && rm /etc/t'),
  mounted('hard link, rm of one', written, 'cp /run/secrets/t /a && ln /a /b && rm /a'),
  mounted('hard link, rm of both', clean, 'cp /run/secrets/t /a && ln /a /b && rm /a /b'),
  mounted(
    'rm of a link and its target',
    clean,
    'ln -s /etc/real /l && cp /run/secrets/t /l && rm /l /etc/real',
  ),
  mounted('linked folder', clean, 'mkdir /d && ln -s /d /l && cp /run/secrets/t /l/t && rm /d/t'),
  mounted(': > file', clean, 'cp /run/secrets/t /a && : > /a'),
  mounted('> file', clean, 'cp /run/secrets/t /a; > /a'),
  mounted('overwritten', clean, 'cp /run/secrets/t /a && echo none > /a'),
  mounted('appended, not overwritten', written, 'cp /run/secrets/t /a && echo none >> /a'),
  mounted('cp /dev/null', clean, 'cp /run/secrets/t /a && cp /dev/null /a'),
  mounted('mv over it', clean, 'cp /run/secrets/t /a && echo none > /b && mv /b /a'),
  mounted('truncate', clean, 'cp /run/secrets/t /a && truncate -s 0 /a'),
  mounted('shred -u', clean, 'cp /run/secrets/t /a && shred -u /a'),
  mounted('shred', clean, 'cp /run/secrets/t /a && shred /a'),
  mounted('unlink', clean, 'cp /run/secrets/t /a && unlink /a'),
  mounted('find -delete', clean, 'mkdir /k && cp /run/secrets/t /k/t && find /k -type f -delete', GNU),
  mounted('find -exec rm', clean, "cp /run/secrets/t /tmp/t.key && find /tmp -name '*.key' -exec rm {} +"),
  mounted('find | xargs rm', clean, "cp /run/secrets/t /tmp/t.key && find /tmp -name '*.key' | xargs rm"),
  mounted(
    'find of another name',
    written,
    "cp /run/secrets/t /tmp/t.key && find /tmp -name '*.pem' -delete",
    GNU,
  ),
  mounted(
    'sed -i takes the line out',
    clean,
    'echo region=north > /etc/c && echo "token=$(cat /run/secrets/t)" >> /etc/c && sed -i /token/d /etc/c',
  ),
  mounted('trap rm EXIT', clean, `trap 'rm -f /tmp/t' EXIT; cat /run/secrets/t > /tmp/t; wc -c /tmp/t`),
  mounted(
    'trap function EXIT',
    clean,
    'tidy() { rm -f /tmp/t; }; trap tidy EXIT; cat /run/secrets/t > /tmp/t; wc -c /tmp/t',
  ),
  mounted('trap, then exec', written, `trap 'rm -f /tmp/t' EXIT; cat /run/secrets/t > /tmp/t; exec true`),
  mounted('trap INT TERM', written, `trap 'rm -f /tmp/t' INT TERM; cat /run/secrets/t > /tmp/t`),
  mounted('cd, relative, rm', clean, 'cd /tmp && cat /run/secrets/t > t && rm /tmp/t'),
  mounted('cd in a subshell, rm', clean, '(cd /tmp && cat /run/secrets/t > t); rm /tmp/t'),
  mounted('cd in a subshell, rm elsewhere', written, '(cd /tmp && cat /run/secrets/t > t); rm -f t'),
  mounted('cd of another RUN', written, 'cat /run/secrets/t > t; rm -f /tmp/t', {
    before: 'FROM base\nRUN cd /tmp\n',
  }),
  mounted('relative to WORKDIR', clean, 'cat /run/secrets/t > key && rm /app/key', {
    before: 'FROM base\nWORKDIR /srv\nWORKDIR ../app\n',
  }),
  mounted('home, rm of $HOME', clean, 'mkdir ~/.k && cat /run/secrets/t > ~/.k/t && rm -rf "$HOME/.k"'),
  mounted('home, rm of /root', clean, 'cat /run/secrets/t > ~/t && rm /root/t'),
  mounted('home by ENV', clean, 'cat /run/secrets/t > ~/t && rm /srv/t', {
    before: 'FROM base\nENV HOME=/srv\n',
  }),
  plain(
    'home of another user',
    clean,
    'FROM base\nUSER app\nRUN --mount=type=secret,id=t,uid=1000 cat /run/secrets/t > ~/t && rm /home/app/t\n',
    { secrets: { t: '«secret»' } },
  ),
  mounted('rm in the next RUN', late, 'cat /run/secrets/t > /tmp/t', { after: 'RUN rm /tmp/t\n' }),
  mounted('rm -rf of the folder in the next RUN', late, 'cat /run/secrets/t > /tmp/t', {
    after: 'RUN rm -rf /tmp/*\n',
  }),
  mounted('relative, rm in the next RUN', late, 'cat /run/secrets/t > key', {
    before: 'FROM base\nWORKDIR /app\n',
    after: 'RUN rm key\n',
  }),
  mounted('home, rm in the next RUN', late, 'cat /run/secrets/t > ~/t', { after: 'RUN rm /root/t\n' }),
  mounted('overwritten in a later RUN', late, 'cat /run/secrets/t > /tmp/t', { after: 'RUN : > /tmp/t\n' }),
  mounted('truncated in a later RUN', late, 'cat /run/secrets/t > /tmp/t', {
    after: 'RUN cp /dev/null /tmp/t\n',
  }),
  mounted('overwritten by COPY', late, 'cat /run/secrets/t > /tmp/t', {
    after: 'COPY empty /tmp/t\n',
    contextFiles: { empty: '' },
  }),
  mounted('shred -u in a later RUN', late, 'cat /run/secrets/t > /tmp/t', { after: 'RUN shred -u /tmp/t\n' }),
  mounted('rm in a stage built on it', late, 'cat /run/secrets/t > /tmp/t', {
    before: 'FROM base AS first\n',
    after: 'FROM first\nRUN rm /tmp/t\n',
  }),
  mounted(
    'mv in a later RUN',
    { ...written, verdict: ['secret-removed-too-late', 'secret-written-to-layer'] },
    'cat /run/secrets/t > /tmp/t',
    { after: 'RUN mv /tmp/t /etc/t\n' },
  ),
  mounted('rm by a variable in the next RUN', late, 'cat /run/secrets/t > /tmp/t', {
    after: 'ENV F=/tmp/t\nRUN rm "$F"\n',
  }),
];

const elsewhere: readonly Shape[] = [
  mounted('tmpfs', clean, '--mount=type=tmpfs,target=/scratch cp /run/secrets/t /scratch/t'),
  mounted('/dev/shm', clean, 'cp /run/secrets/t /dev/shm/t'),
  mounted('/dev', clean, 'cp /run/secrets/t /dev/t'),
  mounted('/dev/null', clean, 'cat /run/secrets/t > /dev/null'),
  mounted('/etc/hosts', clean, 'cat /run/secrets/t >> /etc/hosts || true'),
  mounted('/etc/resolv.conf', clean, 'cat /run/secrets/t >> /etc/resolv.conf || true'),
  mounted(
    'cache mount',
    { leaks: { builder: true }, verdict: ['secret-in-cache-mount'] },
    '--mount=type=cache,target=/var/cache/app cp /run/secrets/t /var/cache/app/t',
  ),
  mounted(
    'cache mount, rm',
    clean,
    '--mount=type=cache,target=/var/cache/app2 cp /run/secrets/t /var/cache/app2/t && rm /var/cache/app2/t',
  ),
  mounted(
    'cache mount, copied out by another RUN',
    { leaks: { layer: true, builder: true }, verdict: ['secret-in-cache-mount', 'secret-written-to-layer'] },
    '--mount=type=cache,target=/var/cache/app3 cp /run/secrets/t /var/cache/app3/t',
    { after: 'RUN --mount=type=cache,target=/var/cache/app3 cp /var/cache/app3/t /etc/t\n' },
  ),
  mounted('bind mount, rw', clean, '--mount=type=bind,target=/src,rw cp /run/secrets/t /src/t', {
    contextFiles: { readme: 'hello\n' },
  }),
  mounted(
    'bind mount of a stage, rw',
    clean,
    '--mount=type=bind,from=other,target=/o,rw cp /run/secrets/t /o/t',
    {
      before: 'FROM base AS other\nRUN echo hello > /readme\nFROM base\n',
    },
  ),
  mounted('bind mount of a stage, read', both, 'cat /run/secrets/t > /etc/t', {
    before: 'FROM base AS other\n',
    after: 'FROM base\nRUN --mount=type=bind,from=other,target=/o cp /o/etc/t /etc/t\n',
  }),
  mounted('builder, COPY --from of the folder', both, 'mkdir /app && cp /run/secrets/t /app/t', {
    before: 'FROM base AS build\n',
    after: 'FROM base\nCOPY --from=build /app /app\n',
  }),
  mounted('builder, COPY --from of the file', both, 'mkdir /app && cp /run/secrets/t /app/t', {
    before: 'FROM base AS build\n',
    after: 'FROM base\nCOPY --from=build /app/t /etc/key\n',
  }),
  mounted('builder, COPY --from of everything', both, 'mkdir /app && cp /run/secrets/t /app/t', {
    before: 'FROM base AS build\n',
    after: 'FROM scratch\nCOPY --from=build / /\n',
  }),
  mounted('builder, COPY --from of another folder', builderOnly, 'mkdir /app /k && cp /run/secrets/t /k/t', {
    before: 'FROM base AS build\n',
    after: 'FROM base\nCOPY --from=build /app /app\n',
  }),
  mounted('builder, rm, COPY --from of the folder', builderOnly, 'mkdir /app && cp /run/secrets/t /app/t', {
    before: 'FROM base AS build\n',
    after: 'RUN rm /app/t\nFROM base\nCOPY --from=build /app /app\n',
    verdict: ['secret-removed-too-late'],
  }),
  mounted('builder, clean, COPY --from of the folder', clean, 'mkdir /app && wc -c /run/secrets/t > /app/n', {
    before: 'FROM base AS build\n',
    after: 'FROM base\nCOPY --from=build /app /app\n',
  }),
  mounted('two builders', both, 'mkdir /app && cp /run/secrets/t /app/t', {
    before: 'FROM base AS one\n',
    after: 'FROM base AS two\nCOPY --from=one /app /two\nFROM base\nCOPY --from=two /two /three\n',
  }),
  mounted('the mount point in a builder', clean, 'true', {
    before: 'FROM base AS build\nRUN --mount=type=secret,id=t,target=/root/.npmrc wc -c /root/.npmrc\n',
    after: 'FROM base\nCOPY --from=build /root /root\n',
  }),
  mounted('stage that is not built', { ...builderOnly, leaks: {} }, 'cp /run/secrets/t /etc/t', {
    before: 'FROM base AS never\n',
    after: 'FROM base\nRUN true\n',
  }),
  mounted('target', { ...written }, 'cp /run/secrets/t /etc/t', {
    before: 'FROM base AS build\n',
    after: 'FROM base\nRUN true\n',
    target: 'build',
  }),
  mounted('read in another RUN', clean, 'wc -c /run/secrets/t', {
    after: 'RUN cat /run/secrets/t > /etc/t || true\n',
  }),
  mounted('its length', clean, 'T=$(cat /run/secrets/t); echo ${#T} > /etc/n'),
  mounted('whether it is there', clean, 'T=$(cat /run/secrets/t); echo ${T:+yes} > /etc/n'),
  mounted('its checksum', clean, 'cat /run/secrets/t | sha256sum > /etc/n; wc -c < /run/secrets/t >> /etc/n'),
  mounted('its hash', clean, 'mkpasswd "$(cat /run/secrets/t)" > /etc/n'),
  mounted(
    'a file that names a variable',
    clean,
    `T=$(cat /run/secrets/t); echo '//npm.example.com/:_authToken=\${T}' > /root/.npmrc`,
  ),
];

const printing: readonly Shape[] = [
  mounted('cat', printed, 'cat /run/secrets/t'),
  mounted('echo', printed, 'T=$(cat /run/secrets/t); echo "token: $T"'),
  mounted('echo >&2', printed, 'echo "$(cat /run/secrets/t)" >&2'),
  mounted('> /dev/stderr', printed, 'cat /run/secrets/t > /dev/stderr'),
  mounted('> /proc/self/fd/1', printed, 'cat /run/secrets/t > /proc/self/fd/1'),
  mounted('tee /dev/stderr', printed, 'tee /dev/stderr < /run/secrets/t > /dev/null'),
  mounted('2> /dev/null only', printed, 'cat /run/secrets/t 2> /dev/null'),
  mounted('> /dev/null 2>&1', clean, 'cat /run/secrets/t > /dev/null 2>&1'),
  mounted('>&2 2> /dev/null', printed, 'cat /run/secrets/t 1>&2 2> /dev/null'),
  mounted('base64', printed, 'base64 /run/secrets/t'),
  mounted('export, env', printed, 'export T=$(cat /run/secrets/t); env'),
  mounted('not exported, env', clean, 'T=$(cat /run/secrets/t); env'),
  mounted('export -p', printed, 'export T=$(cat /run/secrets/t); export -p'),
  mounted('set', printed, 'T=$(cat /run/secrets/t); set'),
  mounted('printenv', printed, 'export T=$(cat /run/secrets/t); printenv T', GNU),
  mounted('set -a, . dotenv, env', printed, 'set -a; . /run/secrets/t; env | sort', DOTENV),
  mounted('. dotenv, env', clean, '. /run/secrets/t; env | sort', DOTENV),
  mounted('set -x, expanded', printed, 'set -x; T=$(cat /run/secrets/t); test -n "$T"'),
  mounted('set -x, an assignment alone', printed, 'set -x; T=$(cat /run/secrets/t)'),
  mounted('set -x, a file', clean, 'set -x; cat /run/secrets/t > /dev/null'),
  mounted('set -x, set +x', clean, 'set -x; true; set +x; T=$(cat /run/secrets/t); test -n "$T"'),
  mounted('set -v', clean, 'set -v; T=$(cat /run/secrets/t); test -n "$T"'),
  mounted('set -o xtrace', printed, 'set -eo xtrace; test -n "$(cat /run/secrets/t)"'),
  mounted('sh -x', printed, `sh -xc 'test -n "$(cat /run/secrets/t)"'`),
  mounted('SHELL with -x', printed, 'test -n "$(cat /run/secrets/t)"', {
    before: 'FROM base\nSHELL ["/bin/sh", "-exc"]\n',
  }),
  mounted('its checksum', clean, 'sha256sum /run/secrets/t; cat /run/secrets/t | wc -c'),
  mounted('in a header', clean, 'wget -q --header "X-Token: $(cat /run/secrets/t)" 127.0.0.1:9/ || true'),
  mounted('as a command that is not there', printed, '$(cat /run/secrets/t) || true'),
  mounted('as a file that is not there', printed, 'cat "$(cat /run/secrets/t)" || true'),
];

const arg = 'secret-in-arg';
const argLeak: Expected = { leaks: { history: true, log: true }, verdict: [arg] };

const USE = 'wget -q --header "X-Token: $API_TOKEN" 127.0.0.1:9 || true';

const metadata: readonly Shape[] = [
  argument('ARG, no RUN', { leaks: {}, verdict: [arg] }, 'FROM base\nARG API_TOKEN\nCMD ["true"]\n'),
  argument(
    'ARG, RUN without it',
    { leaks: { history: true }, verdict: [arg] },
    'FROM base\nARG API_TOKEN\nRUN true\n',
  ),
  argument('ARG, used', argLeak, `FROM base\nARG API_TOKEN\nRUN ${USE}\n`),
  argument(
    'ARG, only asked whether it is set',
    argLeak,
    'FROM base\nARG API_TOKEN\nRUN test -n "$API_TOKEN"\n',
  ),
  argument(
    'ARG in single quotes',
    { leaks: { history: true }, verdict: [arg] },
    `FROM base\nARG API_TOKEN\nRUN eval 'test -n "$API_TOKEN"'\n`,
  ),
  argument(
    'ARG as the default of another',
    { leaks: { history: true }, verdict: [arg] },
    'FROM base\nARG API_TOKEN\nARG OTHER=$API_TOKEN\n',
  ),
  argument(
    'ARG to the name of a copy',
    { leaks: { name: true, history: true, log: true }, verdict: [arg] },
    'FROM base\nARG API_TOKEN\nCOPY Dockerfile /app/$API_TOKEN\n',
  ),
  argument('ARG, behind the RUN', { leaks: {}, verdict: [arg] }, 'FROM base\nRUN true\nARG API_TOKEN\n'),
  argument(
    'ARG before FROM only',
    { leaks: {}, verdict: [arg] },
    'ARG API_TOKEN\nFROM base\nRUN test -z "$API_TOKEN"\n',
  ),
  argument(
    'ARG in a builder',
    { leaks: { log: true }, verdict: [arg] },
    `FROM base AS build\nARG API_TOKEN\nRUN mkdir /app && ${USE}\nFROM base\nCOPY --from=build /app /app\n`,
  ),
  argument(
    'ARG in a stage that is built on',
    argLeak,
    `FROM base AS first\nARG API_TOKEN\nRUN ${USE}\nFROM first\nRUN true\n`,
  ),
  argument(
    'ARG in a stage that is not built',
    { leaks: {}, verdict: [arg] },
    `FROM base AS never\nARG API_TOKEN\nRUN ${USE}\nFROM base\nRUN true\n`,
  ),
  argument(
    'ARG to a file',
    { leaks: { layer: true, history: true, log: true }, verdict: [arg, 'secret-written-to-layer'] },
    'FROM base\nARG API_TOKEN\nRUN echo "$API_TOKEN" > /etc/key\n',
  ),
  argument(
    'ARG, env to a file',
    { leaks: { layer: true, history: true }, verdict: [arg, 'secret-written-to-layer'] },
    'FROM base\nARG API_TOKEN\nRUN env > /etc/build.env\n',
  ),
  argument(
    'ARG to a file of a builder',
    { leaks: { builder: true, log: true }, verdict: [arg, 'secret-written-to-layer'] },
    'FROM base AS build\nARG API_TOKEN\nRUN mkdir /app && echo "$API_TOKEN" > /etc/key\nFROM base\nCOPY --from=build /app /app\n',
  ),
  argument(
    'ARG, echo',
    { leaks: { history: true, log: true }, verdict: [arg, 'secret-in-log'] },
    'FROM base\nARG API_TOKEN\nRUN echo "$API_TOKEN"\n',
  ),
  argument(
    'ARG, set -x',
    { leaks: { history: true, log: true }, verdict: [arg, 'secret-in-log'] },
    `FROM base\nARG API_TOKEN\nRUN set -x; ${USE}\n`,
  ),
  argument(
    'ARG to ENV',
    { leaks: { config: true, history: true }, verdict: [arg, 'secret-arg-in-env'] },
    'FROM base\nARG API_TOKEN\nENV API_TOKEN=$API_TOKEN\n',
  ),
  argument(
    'ARG to ENV, emptied later',
    { leaks: { history: true }, verdict: [arg, 'secret-arg-in-env'] },
    'FROM base\nARG API_TOKEN\nENV API_TOKEN=$API_TOKEN\nENV API_TOKEN=\n',
  ),
  argument(
    'ARG to ENV of a builder',
    { leaks: {}, verdict: [arg, 'secret-arg-in-env'] },
    'FROM base AS build\nARG API_TOKEN\nENV API_TOKEN=$API_TOKEN\nRUN mkdir /app\nFROM base\nCOPY --from=build /app /app\n',
  ),
  argument(
    'ARG to ENV, only whether it is there',
    { leaks: {}, verdict: [arg] },
    'FROM base\nARG API_TOKEN\nENV HAS_TOKEN=${API_TOKEN:+yes}\n',
  ),
  argument(
    'ARG to LABEL',
    { leaks: { config: true, history: true }, verdict: [arg, 'secret-in-metadata'] },
    'FROM base\nARG API_TOKEN\nLABEL org.example.token=$API_TOKEN\n',
  ),
  argument(
    'ARG to WORKDIR',
    { leaks: { name: true, config: true, history: true, log: true }, verdict: [arg, 'secret-in-metadata'] },
    'FROM base\nARG API_TOKEN\nWORKDIR /app/$API_TOKEN\n',
  ),
  argument(
    'ARG to USER',
    { leaks: { config: true, history: true }, verdict: [arg, 'secret-in-metadata'] },
    'FROM base\nARG API_TOKEN\nUSER $API_TOKEN\n',
  ),
  argument(
    'ARG to CMD',
    { leaks: {}, verdict: [arg] },
    'FROM base\nARG API_TOKEN\nCMD ["sh", "-c", "echo $API_TOKEN"]\n',
  ),
  argument(
    'ARG in a URL of ENV',
    { leaks: { config: true, history: true }, verdict: [arg, 'credential-in-url', 'secret-arg-in-env'] },
    'FROM base\nARG T\nENV INDEX=https://ci:${T}@pypi.example.com/simple\n',
    { buildArgs: { T: '«secret»' } },
  ),
  argument('a proxy that nothing declares', clean, 'FROM base\nRUN test -n "$HTTP_PROXY"\n', {
    buildArgs: { HTTP_PROXY: 'http://ci:«secret»@proxy.example.com:3128' },
  }),
  plain(
    'ARG with a default',
    { leaks: { history: true }, verdict: ['hardcoded-credential', arg] },
    'FROM base\nARG API_TOKEN=«secret»\nRUN true\n',
  ),
  plain(
    'ENV of a literal',
    { leaks: { config: true, history: true }, verdict: ['hardcoded-credential', 'secret-in-env'] },
    'FROM base\nENV DB_PASSWORD=«secret»\n',
  ),
  plain(
    'ENV of a token',
    { leaks: { config: true, history: true }, verdict: ['hardcoded-credential', 'secret-in-env'] },
    'FROM base\nENV ACCESS=«secret»\n',
    { plant: 'github-pat-classic' },
  ),
  plain(
    'LABEL of a literal',
    { leaks: { config: true, history: true }, verdict: ['hardcoded-credential', 'secret-in-metadata'] },
    'FROM base\nLABEL db.password=«secret»\n',
  ),
  plain(
    'LABEL of a URL',
    { leaks: { config: true, history: true }, verdict: ['credential-in-url', 'secret-in-metadata'] },
    'FROM base\nLABEL source=https://ci:«secret»@git.example.com/app.git\n',
  ),
  plain(
    'CMD of a literal',
    { leaks: { config: true, history: true }, verdict: ['hardcoded-credential', 'secret-in-metadata'] },
    'FROM base\nCMD ["serve", "--password", "«secret»"]\n',
  ),
  plain(
    'HEALTHCHECK of a token',
    { leaks: { config: true, history: true }, verdict: ['hardcoded-credential', 'secret-in-metadata'] },
    'FROM base\nHEALTHCHECK CMD wget --header "PRIVATE-TOKEN: «secret»" -qO- http://127.0.0.1/\n',
    { plant: 'gitlab-pat' },
  ),
  plain(
    'ONBUILD of a token',
    { leaks: { config: true }, verdict: ['hardcoded-credential', 'secret-in-metadata'] },
    'FROM base\nONBUILD RUN deploy --token «secret»\n',
    { plant: 'github-pat-classic' },
  ),
  plain(
    'a comment',
    { leaks: {}, verdict: ['hardcoded-credential'] },
    'FROM base\n# try it with «secret»\nRUN true\n',
    { plant: 'github-pat-classic' },
  ),
  plain(
    'RUN of a literal',
    { leaks: { history: true, log: true }, verdict: ['hardcoded-credential'] },
    'FROM base\nRUN test -n «secret»\n',
    { plant: 'github-pat-classic' },
  ),
  plain(
    'RUN of a literal to a file',
    {
      leaks: { layer: true, history: true, log: true },
      verdict: ['hardcoded-credential', 'secret-written-to-layer'],
    },
    'FROM base\nRUN echo «secret» > /etc/key\n',
    { plant: 'github-pat-classic' },
  ),
  plain(
    'RUN of a URL',
    { leaks: { history: true, log: true }, verdict: ['credential-in-url'] },
    'FROM base\nRUN wget -q https://ci:«secret»@files.example.com/app.tgz || true\n',
  ),
  plain(
    'RUN of a literal in a builder',
    { leaks: { log: true }, verdict: ['hardcoded-credential'] },
    'FROM base AS build\nRUN test -n «secret» && mkdir /app\nFROM base\nCOPY --from=build /app /app\n',
    { plant: 'github-pat-classic' },
  ),
];

const NPMRC = {
  contextFiles: { '.npmrc': '//npm.example.com/:_authToken=«secret»\n', 'package.json': '{}\n' },
};
const copiedFile: Expected = { leaks: { layer: true }, verdict: ['copied-credential-file'] };

const copying: readonly Shape[] = [
  plain('COPY .npmrc', copiedFile, 'FROM base\nCOPY package.json .npmrc /app/\n', NPMRC),
  plain(
    'COPY .npmrc, rm in the next RUN',
    { ...copiedFile, verdict: ['copied-credential-file', 'secret-removed-too-late'] },
    'FROM base\nWORKDIR /app\nCOPY .npmrc ./\nRUN rm .npmrc\n',
    NPMRC,
  ),
  plain(
    'COPY .npmrc in a builder',
    { ...copiedFile, leaks: { builder: true } },
    'FROM base AS build\nCOPY .npmrc /root/\nRUN mkdir /app\nFROM base\nCOPY --from=build /app /app\n',
    NPMRC,
  ),
  plain(
    'COPY .npmrc in a builder, COPY --from of the folder',
    { ...copiedFile, leaks: { layer: true, builder: true } },
    'FROM base AS build\nWORKDIR /app\nCOPY .npmrc ./\nFROM base\nCOPY --from=build /app /app\n',
    NPMRC,
  ),
  plain('COPY . .', copiedFile, 'FROM base\nWORKDIR /app\nCOPY . .\n', NPMRC),
  plain('COPY of a glob', copiedFile, 'FROM base\nCOPY .np* /app/\n', NPMRC),
  plain('COPY . . but ignored', clean, 'FROM base\nWORKDIR /app\nCOPY . .\n', {
    contextFiles: { ...NPMRC.contextFiles, '.dockerignore': '.npmrc\n' },
  }),
  plain('COPY .npmrc without a credential', clean, 'FROM base\nCOPY .npmrc /app/\n', {
    contextFiles: { '.npmrc': 'registry=https://npm.example.com/\nfund=false\n' },
  }),
  plain('COPY of a dotenv', copiedFile, 'FROM base\nCOPY .env /app/.env\n', {
    contextFiles: { '.env': 'DB_PASSWORD=«secret»\n' },
  }),
  plain('ADD of a folder', copiedFile, 'FROM base\nADD .docker /root/.docker\n', {
    contextFiles: {
      '.docker/config.json': '{"auths":{"ghcr.io":{"auth":"«userinfo»"}}}\n',
    },
  }),
  plain(
    '.npmrc by a bind mount',
    clean,
    'FROM base\nRUN --mount=type=bind,source=.npmrc,target=/root/.npmrc wc -c /root/.npmrc\n',
    NPMRC,
  ),
  plain(
    '.npmrc by a bind mount, copied',
    copiedFile,
    'FROM base\nRUN --mount=type=bind,source=.npmrc,target=/tmp/.npmrc cp /tmp/.npmrc /root/.npmrc\n',
    NPMRC,
  ),
  plain(
    'COPY .npmrc, copied again',
    copiedFile,
    'FROM base\nCOPY .npmrc /app/\nRUN cp /app/.npmrc /root/.npmrc\n',
    NPMRC,
  ),
];

/** A repository that git can clone over HTTP from within a RUN. */
const SERVED = {
  before: `FROM tools
RUN git init -q /srv/a && cd /srv/a && git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m a \\
 && git update-server-info
`,
};
const GIT = 'T=$(cat /run/secrets/t) && git config --global';
const NPM = 'T=$(cat /run/secrets/t) && npm config';

const tools: readonly Shape[] = [
  mounted(
    'git insteadOf',
    written,
    `${GIT} url."https://ci:$T@git.example.com/".insteadOf https://git.example.com/`,
    GNU,
  ),
  mounted('git extraheader', written, `${GIT} http.extraheader "AUTHORIZATION: bearer $T"`, GNU),
  mounted(
    'git extraheader, unset',
    clean,
    `${GIT} http.extraheader "X: $T" && git config --global --unset-all http.extraheader`,
    GNU,
  ),
  mounted('git config, rm', clean, `${GIT} http.extraheader "X: $T" && rm ~/.gitconfig`, GNU),
  mounted('git config, rm in the next RUN', late, `${GIT} http.extraheader "X: $T"`, {
    ...GNU,
    after: 'RUN rm -f /root/.gitconfig\n',
  }),
  mounted(
    'git -c',
    clean,
    'git -c http.extraheader="X: $(cat /run/secrets/t)" ls-remote http://127.0.0.1:9/a.git || true',
    GNU,
  ),
  mounted(
    'git credential store',
    written,
    `git config --global credential.helper store && printf 'protocol=https\\nhost=git.example.com\\nusername=ci\\npassword=%s\\n' "$(cat /run/secrets/t)" | git credential approve`,
    GNU,
  ),
  mounted(
    'git credential helper that reads the mount',
    clean,
    `git config --global credential.helper '!f() { echo password=$(cat /run/secrets/t); }; f'`,
    GNU,
  ),
  mounted(
    'git remote add',
    written,
    'git init -q /src && git -C /src remote add origin "https://ci:$(cat /run/secrets/t)@git.example.com/a.git"',
    GNU,
  ),
  mounted(
    'git clone',
    written,
    'httpd -p 8080 -h /srv && git clone "http://ci:$(cat /run/secrets/t)@127.0.0.1:8080/a/.git" /src',
    SERVED,
  ),
  mounted(
    'git clone, rm of .git',
    clean,
    'httpd -p 8080 -h /srv && git clone "http://ci:$(cat /run/secrets/t)@127.0.0.1:8080/a/.git" /src && rm -rf /src/.git',
    SERVED,
  ),
  mounted('npm config set', written, `${NPM} set //npm.example.com/:_authToken "$T"`, GNU),
  mounted(
    'npm config set, delete',
    written,
    `${NPM} set //npm.example.com/:_authToken "$T" && npm config delete //npm.example.com/:_authToken`,
    GNU,
  ),
  mounted('npm config set, rm', written, `${NPM} set //npm.example.com/:_authToken "$T" && rm ~/.npmrc`, GNU),
  mounted(
    'npm config set, rm of the logs too',
    clean,
    `${NPM} set //npm.example.com/:_authToken "$T" && rm -rf ~/.npmrc ~/.npm`,
    GNU,
  ),
  mounted(
    'npm config set without logs, rm',
    clean,
    `export npm_config_logs_max=0; ${NPM} set //npm.example.com/:_authToken "$T" && rm ~/.npmrc`,
    GNU,
  ),
  mounted(
    'npm config set, rm, logs in a cache mount',
    { leaks: { builder: true }, verdict: ['secret-in-cache-mount'] },
    `--mount=type=cache,target=/root/.npm ${NPM} set //npm.example.com/:_authToken "$T" && rm ~/.npmrc`,
    GNU,
  ),
  mounted(
    'npm with the token as an option',
    written,
    'npm ping --registry http://127.0.0.1:9/ --fetch-retries 0 --//127.0.0.1:9/:_authToken="$(cat /run/secrets/t)" || true',
    GNU,
  ),
  plain(
    'npm with a mounted .npmrc',
    clean,
    'FROM tools\nRUN --mount=type=secret,id=t,target=/root/.npmrc npm config ls -l\n',
    { secrets: { t: '//npm.example.com/:_authToken=«secret»\n' } },
  ),
];

const GROUPS: Readonly<Record<string, readonly Shape[]>> = {
  writing,
  removing,
  elsewhere,
  printing,
  metadata,
  copying,
  tools,
};

export const shapes: readonly Shape[] = Object.entries(GROUPS).flatMap(([group, list]) =>
  list.map((shape) => ({ ...shape, name: `${group}: ${shape.name}` })),
);
