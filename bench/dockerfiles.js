// How many Dockerfiles are audited in a second, in one process after start, and how time grows with a file's size.
// A folder as argument is taken instead of the generated and fixture files.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditDockerfile, createEngine } from '../dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const engine = createEngine();
const BUDGET = 300;

const files = process.argv[2] === undefined ? [...fixtures(), ...generated(200)] : folder(process.argv[2]);
for (const text of files) auditDockerfile('Dockerfile', text, engine);
const seconds = time(() => {
  for (const text of files) auditDockerfile('Dockerfile', text, engine);
});
const lines = files.reduce((sum, text) => sum + text.split('\n').length, 0);
const rate = files.length / seconds;
console.log(
  `${files.length} files, ${Math.round(lines / files.length)} lines each: ${rate.toFixed(0)} a second (budget ${BUDGET})`,
);

let worst = 0;
for (const [name, make, small] of growths()) {
  const texts = [make(small), make(small * 10)];
  const [a, b] = texts.map((text) =>
    Math.min(...[1, 2, 3].map(() => time(() => auditDockerfile('Dockerfile', text, engine)))),
  );
  worst = Math.max(worst, b / a);
  console.log(
    `${name}: ${(a * 1000).toFixed(0)} ms, ten times as long ${(b * 1000).toFixed(0)} ms, ratio ${(b / a).toFixed(1)}`,
  );
}
process.exitCode = rate < BUDGET || worst > 20 ? 1 : 0;

function growths() {
  const repeat = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join('\n');
  return [
    [
      'instructions, 1,000 and 10,000',
      (n) =>
        `FROM a\nARG TOKEN\n${repeat(n - 2, (i) => (i % 3 === 0 ? `ENV V${i}=$TOKEN` : i % 3 === 1 ? `RUN echo "$V${i - 1}" > /f${i} && make` : `COPY a${i} /b`))}\n`,
      1000,
    ],
    [
      'a RUN of one line, 100 KB and 1 MB',
      (n) =>
        `FROM a\nARG TOKEN\nRUN ${'curl -fsSL "https://example.com/$TOKEN" -o /tmp/x && '.repeat(n / 54)}true\n`,
      100_000,
    ],
    [
      'a heredoc, 100 KB and 1 MB',
      (n) => `FROM a\nRUN <<EOF\n${'export A=$(cat /run/secrets/a)\n'.repeat(n / 31)}EOF\n`,
      100_000,
    ],
  ];
}

/** Files of the usual shape: a builder stage, a final stage, package managers, a few arguments. */
function generated(count) {
  return Array.from({ length: count }, (_, i) =>
    [
      '# syntax=docker/dockerfile:1',
      `ARG NODE_VERSION=2${i % 3}`,
      'FROM node:${NODE_VERSION} AS build',
      'WORKDIR /src',
      `ARG ${i % 4 === 0 ? 'NPM_TOKEN' : 'BUILD_MODE=production'}`,
      'ENV NODE_ENV=production CI=true PATH=/src/node_modules/.bin:$PATH',
      'COPY package.json package-lock.json ./',
      i % 4 === 0
        ? 'RUN echo "//npm.example.com/:_authToken=${NPM_TOKEN}" > .npmrc && npm ci && rm -f .npmrc'
        : 'RUN --mount=type=secret,id=npm,target=/root/.npmrc --mount=type=cache,target=/root/.npm npm ci',
      'COPY . .',
      'RUN set -eux; \\',
      '    apt-get update; \\',
      '    apt-get install -y --no-install-recommends ca-certificates curl git; \\',
      `    for f in a b c; do curl -fsSL "https://example.com/$f-${i}.tgz" -o "/tmp/$f.tgz"; tar xf "/tmp/$f.tgz"; done; \\`,
      '    if [ "$(uname -m)" = x86_64 ]; then make native; else make generic; fi; \\',
      '    rm -rf /var/lib/apt/lists/* /tmp/*',
      'RUN npm run build && npm prune --omit=dev',
      'FROM debian:12-slim',
      'RUN groupadd -r app && useradd -r -g app app',
      'COPY --from=build --chown=app:app /src/dist /app',
      'COPY --from=build /src/node_modules /app/node_modules',
      'USER app',
      'WORKDIR /app',
      `LABEL org.opencontainers.image.version=1.${i}`,
      'EXPOSE 8080',
      'HEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/health || exit 1',
      'ENTRYPOINT ["node", "server.js"]',
      '',
    ].join('\n'),
  );
}

function fixtures() {
  return folder(join(root, 'fixtures'));
}

function folder(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /ockerfile/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

function time(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
