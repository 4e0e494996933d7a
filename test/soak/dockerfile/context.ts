import { type Sheet, shuffled } from './sheet.ts';

/** A credential store of a build context: where it lies, and what is in it. */
interface Store {
  path: string;
  content: (secret: string) => string;
}

const STORES: readonly Store[] = [
  { path: '.npmrc', content: (secret) => `//npm.example.com/:_authToken=${secret}\n` },
  { path: '.env', content: (secret) => `NODE_ENV=production\nDB_PASSWORD=${secret}\n` },
  { path: '.netrc', content: (secret) => `machine git.example.com login ci password ${secret}\n` },
  { path: 'config/.git-credentials', content: (secret) => `https://ci:${secret}@git.example.com\n` },
  { path: '.pypirc', content: (secret) => `[pypi]\nusername = ci\npassword = ${secret}\n` },
  {
    path: '.docker/config.json',
    content: (secret) =>
      JSON.stringify({ auths: { 'ghcr.io': { auth: Buffer.from(`ci:${secret}`).toString('base64') } } }),
  },
  {
    path: '.aws/credentials',
    content: (secret) =>
      `[default]\naws_access_key_id = AKIA2OGYBAH6STMMNXRW\naws_secret_access_key = ${secret}\n`,
  },
];

const PLAIN: readonly (readonly [string, string])[] = [
  ['package.json', '{"name":"app","version":"1.0.0"}\n'],
  ['package-lock.json', '{"lockfileVersion":3}\n'],
  ['requirements.txt', 'flask==3.0.0\n'],
  ['src/index.js', "console.log('hello');\n"],
  ['.env.example', 'DB_PASSWORD=changeme\n'],
  ['config/app.yml', 'port: 8080\nlog: info\n'],
  ['ca.crt', 'a certificate\n'],
];

/**
 * Gives the file a build context and a COPY of it: some of its stores are kept out by .dockerignore, some hold nothing,
 * the others have to be told.
 */
export function contextPiece(sheet: Sheet): void {
  const { random, context } = sheet;
  for (const [path, content] of PLAIN) context.set(path, content);
  const stores = shuffled(random, STORES).slice(0, 1 + random.below(3));
  const ignored = stores.filter(() => random.oneIn(3));
  const empty = stores.filter((store) => !ignored.includes(store) && random.oneIn(4));
  for (const store of stores) {
    const isEmpty = empty.includes(store);
    context.set(store.path, store.content(isEmpty ? '${TOKEN}' : sheet.password()));
  }
  if (ignored.length > 0 || random.oneIn(2)) context.set('.dockerignore', ignoreFile(sheet, ignored));
  const brought = stores.filter((store) => !ignored.includes(store) && !empty.includes(store));
  const tells = brought.map(({ path }) => ({ rule: 'copied-credential-file', name: path }));
  sheet.add(
    random.of(['COPY . .', 'COPY . /srv/app', 'ADD . /srv/app/', 'COPY --chown=1000 ./ ./']),
    ...tells,
  );
}

function ignoreFile({ random }: Sheet, ignored: readonly Store[]): string {
  const patterns = ignored.map(({ path }) => {
    const [name = path] = path.split('/').slice(-1);
    return random.of([path, `**/${name}`, `/${path}`]);
  });
  return ['# not for images', 'node_modules', ...patterns, '*.log', ''].join('\n');
}
