import { type Piece, secretName } from './plants.ts';
import { addRun } from './run-styles.ts';
import type { Command, Sheet } from './sheet.ts';

/**
 * A RUN with a secret mount.
 *
 * @param commands get where the secret is, and its id
 * @param more another flag
 */
function mounted(
  commands: (path: string, id: string, sheet: Sheet) => readonly Command[],
  { more = '', isKept = false }: { more?: string; isKept?: boolean } = {},
): Piece {
  return (sheet) => {
    const id = sheet.word();
    const target = sheet.random.oneIn(3) ? `/etc/${id}/key` : undefined;
    const options = [
      `id=${id}`,
      ...(target === undefined ? [] : [`${sheet.random.of(['target', 'dst', 'destination'])}=${target}`]),
      ...(sheet.random.oneIn(2) ? ['required=true'] : []),
    ];
    const flags = [`--mount=type=secret,${options.join(',')}`, ...(more === '' ? [] : [more])];
    addRun(sheet, commands(target ?? `/run/secrets/${id}`, id, sheet), {
      flags,
      ...(isKept && { tells: stale(id) }),
    });
  };
}

/** A file that stays keeps what a later secret would replace. */
export function stale(name: string) {
  return [{ rule: 'stale-secret-output', name }];
}

const WRITES: readonly ((from: string, to: string) => string)[] = [
  (from, to) => `cat ${from} > ${to}`,
  (from, to) => `cp ${from} ${to}`,
  (from, to) => `install -m 600 ${from} ${to}`,
  (from, to) => `base64 -d ${from} > ${to}`,
  (from, to) => `echo "machine example.com password $(cat ${from})" >> ${to}`,
  (from, to) => `sed 's/^/token=/' ${from} > ${to}`,
  (from, to) => `tee ${to} < ${from} > /dev/null`,
  (from, to) => `dd if=${from} of=${to}`,
];

export const MOUNTS: readonly Piece[] = [
  mounted(
    (path, name, sheet) => {
      const text = sheet.random.of(WRITES)(path, `/etc/${sheet.word()}.key`);
      return ['mkdir -p /etc', { text, tells: [{ rule: 'secret-written-to-layer', name }] }, './use-it'];
    },
    { isKept: true },
  ),
  (sheet) => {
    const kept = `/tmp/${sheet.word()}`;
    mounted((path, name) => [
      { text: sheet.random.of(WRITES)(path, kept), tells: [{ rule: 'secret-removed-too-late', name }] },
      './use-it',
    ])(sheet);
    addRun(sheet, [`rm -f ${kept}`]);
  },
  mounted((path, name) => [
    'echo checking',
    { text: `cat ${path}`, tells: [{ rule: 'secret-in-log', name }] },
  ]),
  (sheet) => {
    const [name, variable] = [sheet.word(), secretName(sheet)];
    const tells = [{ rule: 'secret-in-log', name }];
    const text = sheet.random.of([`echo "with $${variable}"`, `printf '%s\\n' "$${variable}"`]);
    const flags = [`--mount=type=secret,id=${name},env=${variable},required=true`];
    addRun(sheet, [{ text, tells }], { flags });
  },
  (sheet) => {
    const folder = `/var/cache/${sheet.word()}`;
    const write = mounted(
      (path, name) => [
        { text: `cp ${path} ${folder}/key`, tells: [{ rule: 'secret-in-cache-mount', name }] },
      ],
      { more: `--mount=type=cache,target=${folder}` },
    );
    write(sheet);
  },
  (sheet) => {
    const [name, variable] = [sheet.word(), secretName(sheet)];
    const text = sheet.random.of([
      `npm config set //npm.example.com/:_authToken=$${variable}`,
      `git config --global http.extraHeader "Authorization: Bearer $${variable}"`,
      `composer config -g http-basic.example.com ci $${variable}`,
      `cargo login "$${variable}"`,
      `docker login -u ci -p "$${variable}" ghcr.io`,
    ]);
    const flags = [`--mount=type=secret,id=${name},env=${variable},required=true`];
    addRun(sheet, [{ text, tells: [{ rule: 'secret-written-to-layer', name }] }], {
      flags,
      tells: stale(name),
    });
  },
  (sheet) => {
    const name = sheet.word();
    const mount = `--mount=type=secret,id=${name},targt=/root/.npmrc`;
    addRun(sheet, ['./use-it'], { flags: [mount], tells: [{ rule: 'unsafe-secret-mount', name }] });
  },
  (sheet) => {
    const name = sheet.word();
    const tells = [{ rule: 'unsafe-secret-mount', name }];
    addRun(sheet, [{ text: `./use-it < /run/secrets/${name}`, tells }]);
  },
];

/** They leave nothing. */
export const SAFE_MOUNTS: readonly Piece[] = [
  mounted((path) => [`./use-it --key-file ${path}`]),
  mounted((path, _, { random }) => [random.of(WRITES)(path, '/tmp/k'), './use-it /tmp/k', 'rm -f /tmp/k']),
  mounted((path, _, { random }) => [random.of(WRITES)(path, '/scratch/k')], {
    more: '--mount=type=tmpfs,target=/scratch',
  }),
  mounted((path) => [`cat ${path} > /dev/null`, `sha256sum ${path} > /etc/key.sum`]),
  mounted((path) => [`export PIP_PASSWORD="$(cat ${path})"`, './use-it']),
  mounted((path) => [`cp ${path} /var/cache/x/k`, './use-it', 'rm /var/cache/x/k'], {
    more: '--mount=type=cache,target=/var/cache/x',
  }),
  (sheet) => {
    const [id, variable] = [sheet.word(), secretName(sheet)];
    const flags = [`--mount=type=secret,id=${id},env=${variable},required=true`];
    const use = sheet.random.of([
      `npm ci --omit=dev`,
      `curl -fsSH "Authorization: Bearer $${variable}" https://api.example.com/v1 -o /dev/null`,
      `git clone https://ci:$${variable}@git.example.com/a/b.git /tmp/b && rm -rf /tmp/b`,
      `test -n "$${variable}" && make release`,
    ]);
    addRun(sheet, [use], { flags, isCostly: /npm|make/.test(use) });
  },
  (sheet) => {
    addRun(sheet, ['npm ci --omit=dev'], {
      flags: [
        `--mount=type=secret,id=${sheet.word()},target=/root/.npmrc`,
        '--mount=type=cache,target=/root/.npm',
      ],
      isCostly: true,
    });
  },
  (sheet) => {
    addRun(sheet, ['git clone git@git.example.com:team/app.git /srv/src'], { flags: ['--mount=type=ssh'] });
  },
];
