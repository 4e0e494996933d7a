import { ALNUM, exampleText } from '../../../src/credentials/examples.ts';
import type { Piece } from './plants.ts';
import { plainName, secretName } from './plants.ts';
import { addRun } from './run-styles.ts';
import type { Command } from './sheet.ts';

function installing(...commands: Command[]): Piece {
  return (sheet) => addRun(sheet, commands, { isCostly: true });
}

function running(...commands: Command[]): Piece {
  return (sheet) => addRun(sheet, commands);
}

/** What ordinary Dockerfiles are made of. */
export const FILLER: readonly Piece[] = [
  installing(
    'apt-get update',
    'apt-get install -y --no-install-recommends ca-certificates curl git gnupg',
    'rm -rf /var/lib/apt/lists/*',
  ),
  installing('set -eux', 'apk add --no-cache build-base linux-headers openssl-dev'),
  installing('dnf install -y gcc make', 'dnf clean all'),
  installing('pip install --no-cache-dir -r requirements.txt'),
  installing('poetry install --only main --no-root'),
  installing('uv sync --frozen --no-dev'),
  installing('npm ci --omit=dev'),
  installing('corepack enable', 'pnpm install --frozen-lockfile'),
  installing('yarn install --immutable'),
  installing('bundle config set without test', 'bundle install --jobs 4'),
  installing('go mod download'),
  installing('cargo build --release --locked'),
  installing('mvn -B -q package -DskipTests'),
  installing('composer install --no-dev --optimize-autoloader'),
  installing('dotnet restore'),
  running('mkdir -p /srv/app /var/log/app', 'chown -R 1000:1000 /srv/app'),
  running('addgroup --system app', 'adduser --system --ingroup app app'),
  running('echo "net.core.somaxconn=1024" >> /etc/sysctl.conf'),
  running('ln -sf /dev/stdout /var/log/app/access.log'),
  running('for f in a b c; do touch "/srv/$f"; done'),
  running('if [ -f /etc/debian_version ]; then echo debian; else echo other; fi'),
  (sheet) => sheet.add(`ENV LANG=C.UTF-8 ${plainName(sheet)}=blue`),
  (sheet) => sheet.add(`ARG ${plainName(sheet)}=1.2.${sheet.random.below(40)}`),
  (sheet) => sheet.add(`LABEL org.opencontainers.image.title="${sheet.word()}"`),
  (sheet) => sheet.add(`WORKDIR /srv/${sheet.word()}`),
  (sheet) => sheet.add(`EXPOSE ${3000 + sheet.random.below(5000)}`),
  (sheet) => sheet.add(`# ${sheet.word()}: see the handbook before changing this`),
  (sheet) => sheet.add(`COPY --chown=1000:1000 package.json package-lock.json ./`),
  (sheet) => sheet.add(`COPY --from=ghcr.io/example/${sheet.word()}:1 /usr/bin/tool /usr/bin/tool`),
  (sheet) => sheet.add(''),
];

/** What looks like a secret and is none. */
export const DECOYS: readonly Piece[] = [
  (sheet) => sheet.add(`ENV STRIPE_PUBLISHABLE_KEY=pk_live_${exampleText(ALNUM, 24)}`),
  (sheet) =>
    sheet.add(
      `ENV ${secretName(sheet)}=${sheet.random.of(['changeme', '', '""', 'your-token-here', 'xxxxxxxx', '<token>'])}`,
    ),
  (sheet) => sheet.add(`ARG ${sheet.word().toUpperCase()}_TOKEN_URL=https://auth.example.com/token`),
  (sheet) => sheet.add(`ARG ${sheet.word().toUpperCase()}_PASSWORD_FILE=/run/secrets/password`),
  (sheet) => sheet.add(`ENV ${sheet.word().toUpperCase()}_SECRET_NAME=prod/db PASSWORD_MIN_LENGTH=12`),
  (sheet) =>
    sheet.add(
      `ARG ${sheet.random.of(['GPG_KEY', 'AUTH_MODE', 'PUBLIC_TOKEN', 'TOKENIZERS_PARALLELISM', 'DISABLE_AUTH', 'CSRF_TOKEN', 'NEXT_TOKEN'])}`,
    ),
  (sheet) => sheet.add(`ENV ${sheet.word().toUpperCase()}_SHA256=${'0f1e2d3c4b5a6978'.repeat(4)}`),
  (sheet) => sheet.add(`# pass ghp_${'x'.repeat(36)} or npm_${'0'.repeat(36)} as ${sheet.word()}`),
  (sheet) => sheet.add(`ADD https://files.example.com/${sheet.word()}.tgz /opt/`),
  (sheet) => sheet.add(`ADD git@git.example.com:team/${sheet.word()}.git /src/${sheet.word()}`),
  (sheet) =>
    sheet.add(
      `COPY ${sheet.random.of(['.env.example', '.npmrc.sample', 'id_rsa.pub', 'ca.crt', 'known_hosts', 'token.py', 'password.go'])} /srv/`,
    ),
  (sheet) => sheet.add(`HEALTHCHECK CMD curl -fsS -u "app:$APP_PASSWORD" http://localhost/health`),
  (sheet) => {
    const name = secretName(sheet);
    addRun(sheet, [`export ${name}="$(openssl rand -hex 16)"`, './setup']);
  },
  (sheet) => addRun(sheet, ['git clone https://$GIT_USER@git.example.com/team/app.git /srv/git', 'ls /srv']),
  (sheet) =>
    addRun(sheet, [`curl -fsSL https://user:password@files.example.com/${sheet.word()} -o /dev/null`]),
  (sheet) => addRun(sheet, [`echo "${sheet.word()}_token is read from the vault at run time"`]),
  (sheet) => addRun(sheet, [`./configure --password-file=/etc/${sheet.word()} --token-ttl=3600`]),
];
