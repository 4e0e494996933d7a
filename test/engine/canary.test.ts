import { createHash, createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { projectKey } from '../../src/audit/fingerprint.ts';
import { REPORT_FORMATS } from '../../src/report/index.ts';
import { traces } from '../support/canary.ts';
import { audit, type CliResult } from '../support/cli.ts';
import { credential } from '../support/examples.ts';
import { folderWith } from '../support/folder.ts';
import { newDockerFiles, oldDockerFiles, writeArchive } from '../support/images/formats.ts';
import { tempFolder } from '../support/images/temp.ts';

const random = () =>
  randomBytes(18)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, 'x');
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** One of each kind for each place, so that a trace tells where it came from. */
function plant() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const token = credential('github-pat-classic');
  const [password, userinfo] = [random(), random()];
  const body = pem.split('\n').filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
  return { token, password, userinfo, pem, all: [token, password, userinfo, ...body] };
}
type Plant = ReturnType<typeof plant>;

const [file, build, context, image] = [plant(), plant(), plant(), plant()];
const ALL = [file, build, context, image].flatMap(({ all }) => all);

const dockerfileOf = ({ token, password, userinfo, pem }: Plant) => `FROM node AS build
ARG GH_TOKEN=${token}
ENV DB_PASSWORD="${password}" AUTH_TOKEN=${base64(`${password}`)}
LABEL note="${token}"
RUN git clone https://bob:${userinfo}@git.example.com/a.git && echo ${base64(token)} | base64 -d > /root/.token
RUN <<END
cat > /root/key <<KEY
${pem}KEY
curl -u bob:${password} https://api.example.com
END
COPY .npmrc id_rsa settings.env /root/
ADD https://bob:${userinfo}@files.example.com/x /x
RUN echo "${token}
ARG NPM_TOKEN
RUN npm ci
`;

const repositoryFiles = () => ({
  '.git/HEAD': 'ref: refs/heads/main\n',
  Dockerfile: dockerfileOf(file),
  '.npmrc': `//npm.example.com/:_authToken=${context.token}\n`,
  id_rsa: context.pem,
  'settings.env': `DB_PASSWORD=${context.password}\nURL=https://bob:${context.userinfo}@db.example.com/\n`,
  'compose.yaml': `services:
  app:
    build:
      context: .
      args:
        GH_TOKEN: ${build.token}
        NPM_TOKEN: ${build.password}
        URL: https://bob:${build.userinfo}@git.example.com
        B64_TOKEN: ${base64(build.token)}
`,
  'build.sh': `docker build --build-arg NPM_TOKEN=${build.token} --build-arg DB_PASSWORD=${build.password} --label x=${build.token} .\n`,
  '.github/workflows/ci.yml': `on: push
jobs:
  b:
    runs-on: x
    steps:
      - run: docker build --build-arg API_KEY=${build.password} --build-arg U=https://bob:${build.userinfo}@a.example.com .
      - run: docker build --build-arg "X=\${{ '${build.token}' }}" .
`,
  'docker-bake.hcl': `target "default" {\n  args = { NPM_TOKEN = "${build.token}", PASSWORD = "${build.password}"\n}\n`,
  Makefile: `image:\n\tdocker build --build-arg NPM_TOKEN=${build.token} --secret id=x,env=A .\n`,
});

const imageOf = ({ token, password, userinfo, pem }: Plant) => ({
  tags: [`reg.example.com/a:${token}`],
  config: {
    Env: [`DB_PASSWORD=${password}`, `GH_TOKEN=${base64(token)}`],
    Labels: { [token]: `https://bob:${userinfo}@git.example.com` },
    Cmd: ['sh', '-c', `curl -u bob:${password} https://x.example.com`],
  },
  history: [
    { created_by: `RUN |1 NPM_TOKEN=${password} /bin/sh -c npm ci # buildkit` },
    { created_by: `/bin/sh -c git clone https://bob:${userinfo}@git.example.com/x` },
  ],
  annotations: { [`org.example.${password}`]: token },
  layers: [
    {
      files: [
        { path: `srv/${token}/id_rsa`, content: pem },
        { path: `srv/${password}/.env`, content: `DB_PASSWORD=${password}\nT=${token}\n` },
        { path: 'srv/packed.gz', content: gzipSync(`GH=${token}\nDB_PASSWORD=${password}\n`) },
        { path: 'root/.netrc', content: `machine a.example.com login bob password ${password}\n` },
        { path: 'bad.zip', content: `PK\x03\x04${token}` },
      ],
    },
    { files: [{ path: `srv/${token}/.wh.id_rsa` }] },
  ],
  attestations: [
    { predicateType: 'https://slsa.dev/provenance/v1', predicate: { invocation: { env: { T: token } } } },
  ],
});

/** All formats of one run, with --verbose; what comes out anywhere. */
async function everyFormat(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<[name: string, text: string][]> {
  const out = await tempFolder();
  const formats = REPORT_FORMATS.flatMap((format) => ['--format', `${format}=${join(out, format)}`]);
  const result = await audit([...args, ...formats, '--verbose', '--min-confidence', 'possible'], {
    cwd,
    env,
  });
  expect(result.code).toBeGreaterThan(0);
  const reports = REPORT_FORMATS.map((format): [string, string] => [
    format,
    readFileSync(join(out, format), 'utf8'),
  ]);
  for (const [, report] of reports) expect(report.length).toBeGreaterThan(200);
  return [...said(result), ...reports];
}

const said = ({ stdout, stderr }: CliResult): [string, string][] => [
  ['standard output', stdout],
  ['standard error', stderr],
];
const read = (path: string): [string, string] => [path, readFileSync(path, 'latin1')];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function expectNoTrace(texts: readonly [string, string][], secrets: readonly string[] = ALL): void {
  for (const [name, text] of texts) expect.soft([name, ...traces(text, secrets).slice(0, 3)]).toEqual([name]);
}

test('the search finds what it is to find', () => {
  expect(traces(`x ${base64(`ab${image.token}`)} y`, [image.token]).length).toBeGreaterThan(0);
  expect(traces(Buffer.from(image.pem).toString('hex'), image.all).length).toBeGreaterThan(0);
  expect(traces(file.password.slice(3, 11), [file.password])).toHaveLength(1);
  expect(traces(file.password.slice(3, 10), [file.password])).toEqual([]);
});

test('a repository: no output holds a trace of what was planted', async () => {
  const cwd = await folderWith(repositoryFiles());
  const env = {
    BUILD_AUDIT_CACHE: join(await tempFolder(), 'cache'),
    GITHUB_STEP_SUMMARY: join(cwd, 'summary'),
  };
  expectNoTrace(await everyFormat(['dockerfile'], cwd, env));
  expectNoTrace([read(join(cwd, 'summary'))]);
  const runs = [
    ['dockerfile', '--list-builds'],
    ['dockerfile', '--list-builds', '--format', 'json'],
    ['dockerfile', '--no-invocations'],
    ['cache', 'Dockerfile'],
    ['cache', 'Dockerfile', '--format', 'json'],
    ['cache', 'Dockerfile', '--rotate', 'GH_TOKEN'],
    ['dockerfile', '--limit', 'dockerfile-seconds=0.001'],
    ['dockerfile', '--target', 'nowhere'],
    ['baseline'],
  ];
  for (const args of runs) expectNoTrace(said(await audit(args, { cwd, env })));
  expectNoTrace([read(join(cwd, '.build-audit-baseline.json'))]);
  const baseline = ['--baseline', '.build-audit-baseline.json'];
  expectNoTrace(said(await audit(['dockerfile', ...baseline, '-v'], { cwd, env })));
});

test('a patch, and what is said of rewrites, hold no trace', async () => {
  const cwd = await folderWith(repositoryFiles());
  for (const how of ['--diff', '--fix'])
    expectNoTrace(said(await audit(['dockerfile', how, '--unsafe-fixes', '--verbose'], { cwd })));
});

test('an image: no output and no file of the cache holds a trace of what was planted', async () => {
  const cwd = await folderWith({ Dockerfile: dockerfileOf(file) });
  const cache = join(await tempFolder(), 'cache');
  const env = { BUILD_AUDIT_CACHE: cache };
  for (const [name, files] of [
    ['old.tar', oldDockerFiles([imageOf(image)])],
    ['new.tar', newDockerFiles([imageOf(image)])],
  ] as const) {
    await writeArchive(join(cwd, name), files);
    for (let run = 0; run < 2; run += 1) expectNoTrace(await everyFormat(['image', name], cwd, env));
  }
  const runs = [
    ['image', 'old.tar', '--dockerfile', 'Dockerfile', '--base', 'new.tar'],
    ['image', 'old.tar', '--limit', 'entries-per-layer=2', '--limit', 'layers-per-image=1'],
    ['image', 'old.tar', '--limit', 'nested-depth=0.5'],
    ['image', `docker://bob:${image.password}@127.0.0.1:1/a/b:1`],
    ['cache', '--compare', 'old.tar', 'new.tar'],
    ['cache', '--compare', 'old.tar', 'new.tar', '--format', 'json'],
    ['baseline', '--image', 'old.tar'],
  ];
  for (const args of runs) expectNoTrace(said(await audit(args, { cwd, env })));
  expectNoTrace([...filesBelow(cache), join(cwd, '.build-audit-baseline.json')].map(read));
  for (const path of filesBelow(cache)) expect(statSync(path).mode & 0o077).toBe(0);
});

test('wrong configurations and baselines are told without what stands in them', async () => {
  const cwd = await folderWith({ '.git/HEAD': '', Dockerfile: 'FROM a\n' });
  const wrong = [
    `rules: { ${file.token}: off }\n`,
    `rules: { secret-in-arg: ${file.token} }\n`,
    `allow: [{ reason: x, value-hash: ${file.password} }]\n`,
    `allow: [{ reason: x, kind: ${file.token} }]\n`,
    `salt: ${file.password}\n`,
    `formats: [{ id: x, title: y, pattern: "(${file.token}", keywords: [${file.token}] }]\n`,
    `limits: { dockerfile-bytes: ${file.password} }\n`,
    `limits: { ${file.password}: 1 }\n`,
    `names: { secret: ["${file.userinfo} ${file.token}"] }\n`,
    `a: "${file.token}\n`,
    `{{${file.token}`,
  ];
  for (const text of wrong) {
    writeFileSync(join(cwd, '.build-audit.yaml'), text);
    const result = await audit(['dockerfile'], { cwd });
    expect(result.code).toBe(2);
    expectNoTrace(said(result));
  }
  writeFileSync(join(cwd, '.build-audit.yaml'), '');
  for (const text of [file.token, `{"${file.token}`, JSON.stringify({ version: 1, salt: file.token })]) {
    writeFileSync(join(cwd, 'b.json'), text);
    const result = await audit(['dockerfile', '--baseline', 'b.json'], { cwd });
    expect(result.code).toBe(2);
    expectNoTrace(said(result));
  }
});

/** What people take for passwords: words with a year, a number, a sign. */
const DICTIONARY = 'summer hunter dragon monkey shadow letmein welcome changeme sunshine football'
  .split(' ')
  .flatMap((word) => [word, `${word[0]?.toUpperCase()}${word.slice(1)}`])
  .flatMap((word) =>
    Array.from({ length: 500 }, (_, at) => `${word}${at < 100 ? at + 1950 : at}${at % 3 === 0 ? '!' : ''}`),
  );

test('a weak password cannot be found by trying, from a report alone or with the baseline', async () => {
  expect(DICTIONARY).toHaveLength(10_000);
  const weak = 'Summer2024';
  const cwd = await folderWith({
    '.git/HEAD': '',
    Dockerfile: `FROM a\nENV DB_PASSWORD=${weak}\nRUN curl -u bob:${weak} https://a.example.com > /x\n`,
  });
  const alone = await audit(['dockerfile', '--format', 'json'], { cwd });
  await audit(['baseline'], { cwd });
  const baseline = readFileSync(join(cwd, '.build-audit-baseline.json'), 'utf8');
  const flags = ['--format', 'json', '--baseline', '.build-audit-baseline.json'];
  const held = await audit(['dockerfile', ...flags], { cwd });
  expect(JSON.parse(alone.stdout).findings.length).toBeGreaterThan(0);
  const texts = [alone.stdout, baseline, held.stdout];
  const hashes = texts.flatMap((text) => text.match(/\b[0-9a-f]{16,128}\b/g) ?? []);
  expect(hashes.length).toBeGreaterThan(4);
  const salt: unknown = JSON.parse(baseline).salt;
  if (typeof salt !== 'string') throw new TypeError('the baseline has no salt');
  const keys = [
    projectKey(salt, 'values'),
    projectKey(salt, 'baseline'),
    Buffer.from(salt),
    Buffer.from(salt, 'hex'),
    Buffer.alloc(0),
  ];
  const known = new Set(hashes.map((hash) => hash.slice(0, 16)));
  for (const guess of [weak, ...DICTIONARY])
    for (const text of ['', 'name:', 'DB_PASSWORD=', '"', 'bob:'].map((prefix) => prefix + guess)) {
      const tried = [
        ...['md5', 'sha1', 'sha256', 'sha512'].map((kind) => createHash(kind).update(text)),
        ...keys.map((key) => createHmac('sha256', key).update(text)),
      ].map((hash) => hash.digest('hex').slice(0, 16));
      if (tried.some((hash) => known.has(hash))) throw new Error('a hash gives a password away');
    }
});

test('the key of fingerprints is of its own for each run or user, and nobody else may read it', async () => {
  const cwd = await folderWith({ Dockerfile: `FROM a\nENV DB_PASSWORD=${file.password}\n` });
  const print = async () => {
    const { stdout } = await audit(['dockerfile', '--format', 'json'], { cwd });
    return JSON.parse(stdout).findings[0].secret.fingerprint;
  };
  expect(await print()).not.toBe(await print());
  const cache = join(await tempFolder(), 'cache');
  const path = await writeArchive(join(cwd, 'a.tar'), oldDockerFiles([imageOf(image)]));
  await audit(['image', path], { env: { BUILD_AUDIT_CACHE: cache } });
  expect([statSync(cache).mode & 0o777, statSync(join(cache, 'key')).mode & 0o777]).toEqual([0o700, 0o600]);
});
