import { describe, expect, test } from 'vitest';
import { audit } from '../support/cli.ts';
import { findingsIn, rulesIn } from '../support/dockerfile.ts';

const mounted = (command: string, image = 'debian'): string =>
  `FROM ${image}\nWORKDIR /app\nRUN --mount=type=secret,id=t,env=T,required ${command}\n`;

const writtenTo = (dockerfile: string): string[] =>
  findingsIn(dockerfile)
    .filter(({ rule }) => rule === 'secret-written-to-layer')
    .map(({ message }) => /written to (\S+),/.exec(message)?.[1] ?? message);

describe('what package managers keep of a URL with a token', () => {
  test.each([
    ['npm install "git+https://x:$T@git.example.com/lib.git" && rm -rf ~/.npm', '/app/package.json'],
    ['yarn add "https://x:$T@git.example.com/lib.git"', '/app/package.json'],
    ['uv add "git+https://x:$T@git.example.com/lib.git"', '/app/pyproject.toml'],
    ['pip install -e "git+https://x:$T@git.example.com/a/lib.git@v1"', '/app/src/lib/.git/config'],
    ['pip install -e "git+https://x:$T@git.example.com/a/b.git#egg=lib"', '/app/src/lib/.git/config'],
    ['git submodule set-url c https://x:$T@git.example.com/c', '/app/.gitmodules'],
  ])('%s', (command, file) => {
    expect(writtenTo(mounted(command))).toEqual([file]);
  });

  test.each([
    'pip install "git+https://x:$T@git.example.com/a/lib.git"',
    'npm install -g "https://x:$T@git.example.com/lib.tgz" && rm -rf ~/.npm',
  ])('nothing: %s', (command) => {
    expect(writtenTo(mounted(command))).toEqual([]);
  });
});

test('npm logs the name of a file, not what is in it', () => {
  const mount = 'RUN --mount=type=secret,id=npmrc,target=/tmp/npmrc,required';
  expect(rulesIn(`FROM node:20\n${mount} npm ci --userconfig /tmp/npmrc\n`)).toEqual([]);
});

test('images say where their tools keep things', () => {
  const login = 'printf %s "$T" | cargo login';
  expect(writtenTo(mounted(login, 'rust:1.79'))).toEqual(['/usr/local/cargo/credentials.toml']);
  expect(writtenTo(mounted(login))).toEqual(['/root/.cargo/credentials.toml']);
  expect(writtenTo(mounted(`${login} && rm $CARGO_HOME/credentials.toml`, 'rust:1.79'))).toEqual([]);
  expect(writtenTo(mounted(`export CARGO_HOME=/c; ${login}`))).toEqual(['/c/credentials.toml']);
});

test('a registration that is undone leaves nothing', () => {
  const register = 'subscription-manager register --username u --password $T';
  expect(writtenTo(mounted(register))).toEqual(['/etc/pki/consumer/key.pem']);
  expect(writtenTo(mounted(`${register} && subscription-manager unregister`))).toEqual([]);
});

describe('eval of what only a file tells', () => {
  test('prints nothing', () => {
    const mount = 'RUN --mount=type=secret,id=env,required';
    expect(rulesIn(`FROM a\n${mount} eval "$(cat /run/secrets/env)" && make\n`)).toEqual([]);
  });

  test('sets names', () => {
    const mount = 'RUN --mount=type=secret,id=env,required';
    const text = `FROM a\n${mount} eval "$(cat /run/secrets/env)" && echo "pw=$DB_PASSWORD" > /etc/db.conf\n`;
    expect(rulesIn(text)).toEqual(['secret-written-to-layer']);
  });
});

describe('options that take a secret without saying so', () => {
  test.each([
    'curl -fsSu "deploy:$GHT" https://example.com/f',
    'dotnet nuget add source https://example.com/i.json -u x -p $GHT',
    'mysql -uroot -p"$GHT" -e "select 1"',
    'openssl enc -d -aes-256-cbc -in a -out b -pass "pass:$GHT"',
    'eval $(ssh-agent) && echo "$GHT" | ssh-add -',
    'composer config --global github-oauth.github.com "$GHT"',
    'composer config http-basic.repo.example.com ci $GHT',
    'poetry config http-basic.acme ci $GHT',
    'bundle config set gems.example.com "ci:$GHT"',
    'conan remote login acme ci -p $GHT',
    'mix hex.organization auth acme --key $GHT',
    'nuget setApiKey $GHT -Source https://nuget.example.com',
  ])('a build argument: %s', (command) => {
    expect(rulesIn(`FROM a\nARG GHT\nRUN ${command}\n`)).toContain('secret-in-arg');
  });

  test.each([
    'curl -u admin:Zx9kQ2vLm8Tr4 -O https://example.com/f',
    "mysql -uroot -pZx9kQ2vLm8 -e 'select 1'",
    "openssl enc -d -in a -k 'Zx9kQ2vLm8Tr4pp'",
    'sshpass -p Zx9kQ2vLm8 ssh deploy@example.com',
    'poetry config http-basic.acme ci Zx9kQ2vLm8Tr4',
  ])('a literal: %s', (command) => {
    expect(rulesIn(`FROM a\nRUN ${command}\n`)).toEqual(['hardcoded-credential']);
  });

  test.each([
    'mysql -uroot -p -e "select 1"',
    'openssl enc -d -in a -pass env:PASS',
    'dotnet run -p src/App.csproj',
    'docker run -p 8080:8080 image',
    'mkdir -p /var/lib/mysql',
    'bundle config set build.nokogiri $GHT',
    'composer config repositories.acme composer https://$GHT.example.com',
    'poetry config repositories.acme https://$GHT.example.com',
  ])('none: %s', (command) => {
    expect(rulesIn(`FROM a\nRUN ${command}\n`)).toEqual([]);
  });
});

describe('what is no secret any more', () => {
  test.each([
    'openssl dgst -sha256 -sign /run/secrets/t -out /a.sig /a',
    'openssl rsa -in /run/secrets/t -pubout -out /app/pub.pem',
    'openssl req -new -x509 -key /run/secrets/t -out /app/cert.pem -subj /CN=a',
    'grep -q . /run/secrets/t',
    'grep -c . /run/secrets/t',
    "awk 'END{print NR}' /run/secrets/t",
    'gpg --batch --passphrase-file /run/secrets/t -d -o /etc/conf.json conf.json.gpg',
  ])('%s', (command) => {
    expect(rulesIn(`FROM a\nRUN --mount=type=secret,id=t,required ${command}\n`)).toEqual([]);
  });

  test.each([
    ['openssl rsa -in /run/secrets/t -out /a.key', 'secret-written-to-layer'],
    ["awk '{print $1}' /run/secrets/t", 'secret-in-log'],
    ["awk '1' /run/secrets/t", 'secret-in-log'],
    ["awk '{print}' /run/secrets/t", 'secret-in-log'],
    ['ansible-vault decrypt --vault-password-file /run/secrets/t s.yml', 'secret-written-to-layer'],
    ['pro attach "$(cat /run/secrets/t)"', 'secret-written-to-layer'],
  ])('but %s', (command, rule) => {
    expect(rulesIn(`FROM a\nRUN --mount=type=secret,id=t,required ${command}\n`)).toContain(rule);
  });
});

describe('names and places that tell', () => {
  test('a build argument that becomes a key file is a secret, whatever it is called', () => {
    const text = 'FROM a\nARG FOO\nRUN echo "$FOO" > /root/.ssh/id_rsa\nRUN rm /root/.ssh/id_rsa\n';
    expect(rulesIn(text)).toEqual(['secret-in-arg', 'secret-removed-too-late']);
  });

  test.each([
    'COPY deploy_key /root/.ssh/id_rsa',
    'COPY npmrc /root/.npmrc',
    'COPY *.key /app/',
    'COPY .env* ./',
  ])('%s', (line) => {
    expect(rulesIn(`FROM a\n${line}\n`)).toEqual(['copied-credential-file']);
  });

  test.each([
    'COPY nodesource.gpg /etc/apt/keyrings/',
    'COPY pgdg.gpg.key /tmp/',
    'COPY truststore.jks /app/',
    'COPY *.json ./',
    'COPY keys /root/.ssh/authorized_keys',
  ])('nothing: %s', (line) => {
    expect(rulesIn(`FROM a\n${line}\n`)).toEqual([]);
  });
});

describe('a literal is one by what it serves as, and never printed', () => {
  const SECRET = 'Qw7Zr2Lk9Tp4mXa8Vb3n';

  test.each([
    `ARG A=${SECRET}\nENV B_TOKEN=$A`,
    `ENV A=${SECRET}\nRUN curl -H "Authorization: Bearer $A" https://example.com`,
    `RUN echo "DB_PASSWORD=${SECRET}" >> /app/.env`,
    `RUN curl -H "X-Api-Key: ${SECRET}" https://example.com`,
    `RUN aws configure set aws_secret_access_key ${SECRET}`,
    `RUN psql -c "CREATE USER app IDENTIFIED BY '${SECRET}'"`,
    `RUN ssh-keygen -t rsa -N ${SECRET} -f /k && rm /k`,
    `RUN docker login -u ci -p ${SECRET} ghcr.io && docker logout`,
    `RUN if true; then echo ${SECRET} | docker login -u ci --password-stdin ghcr.io; fi`,
    `RUN set -e; echo "deploy:${SECRET}" | chpasswd`,
    `RUN keytool -genkey -keystore k.jks -storepass ${SECRET} && rm k.jks`,
    `ENV JAVA_OPTS="-Ddb.password=${SECRET}"`,
    `# password: ${SECRET}`,
  ])('%s', (lines) => {
    const found = findingsIn(`FROM a\n${lines}\n`);
    expect(found.map(({ rule }) => rule)).toContain('hardcoded-credential');
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  test('the text report leaves it out', async () => {
    const { stdout } = await audit(['dockerfile', '-'], {
      input: `FROM a\nARG A=${SECRET}\nENV B_TOKEN=$A\n`,
    });
    expect(stdout).toContain('ARG A=');
    expect(stdout).not.toContain(SECRET);
  });
});

describe('what only looks like a secret', () => {
  test.each([
    'RUN docker build --secret id=npm,env=NPM_TOKEN -t app .',
    'RUN gcloud run deploy app --set-secrets=A=b:latest',
    'ARG BITBUCKET_USER\nRUN git clone https://$BITBUCKET_USER@bitbucket.org/a/b',
    'RUN ln -s /run/secrets/app_config /app/config.json',
    "RUN echo 'cat /run/secrets/x' > /entrypoint.sh",
    'RUN git config --global credential.helper store',
    'RUN useradd --create-home --password $(head -c32 /dev/urandom | base64) docker',
    'RUN SECRET_KEY=nothing python manage.py collectstatic --noinput',
    'RUN AUTH_SECRET=skip-validation npx next build',
    'ENV MINIO_SECRET_KEY_FILE=secret_key MINISIGN_PUBKEY="RWTx5Zr1tiHQLwG9keckT0c45M3AGeHD6IvimQHpyRywVWGbP1aVSGav"',
    'ARG VITE_MAPBOX_TOKEN\nRUN npm run build',
    'RUN adduser --disabled-password --gecos "" app',
    'RUN adduser --disabled-password app',
    'RUN az acr login --expose-token --output tsv',
    'RUN ansible-playbook --ask-vault-password --inventory hosts x.yml',
    'ARG PROJECT\nRUN docker compose -p $PROJECT up',
    'ARG PLAN\nRUN az webapp create -p $PLAN -n a -g b',
    'ENV API_TOKEN=set-at-runtime B_TOKEN=provided-at-runtime C_TOKEN=override-me D_TOKEN=not-set E_TOKEN=MISSING',
    'ARG GITHUB_TOKEN_PERMISSIONS=read',
  ])('%s', (lines) => {
    expect(rulesIn(`FROM a\n${lines}\n`)).toEqual([]);
  });

  test.each([
    'export GNUPGHOME="$(mktemp -d)" && gpg --batch --import /run/secrets/t && ./sign && rm -rf "$GNUPGHOME"',
    'export KUBECONFIG=/tmp/k && kubectl config set-credentials a --token=$(cat /run/secrets/t) && rm /tmp/k',
    'NPM_CONFIG_LOGS_MAX=0 npm install --//r.example.com/:_authToken=$(cat /run/secrets/t)',
    'pnpm config set //r/:_authToken $(cat /run/secrets/t) && pnpm i && pnpm config delete //r/:_authToken',
  ])('what is put elsewhere and removed: %s', (command) => {
    expect(rulesIn(`FROM a\nRUN --mount=type=secret,id=t,required ${command}\n`)).toEqual([]);
  });
});

test.each([
  'openssl genrsa -out /k.pem 2048',
  'openssl req -x509 -nodes -keyout /k.pem -out c.pem',
  'wg genkey > /k',
])('a key that is made stays: %s', (command) => {
  expect(rulesIn(`FROM a\nRUN ${command}\n`)).toEqual(['secret-written-to-layer']);
});

test('what a program in another language does with a secret is not followed, and that is said', async () => {
  const run = `RUN --mount=type=secret,id=t,required python -c "print(open('/run/secrets/t').read())"`;
  const { stdout } = await audit(['dockerfile', '-', '--format', 'json'], { input: `FROM a\n${run}\n` });
  expect(JSON.parse(stdout).notes).toEqual([
    { what: '<stdin>:2:39', reason: 'what python does with the secret mount t is not followed' },
  ]);
});

test('a folder that is there is copied into', () => {
  expect(rulesIn('FROM a\nWORKDIR /app\nCOPY .env /app\nCOPY main.py /app\n')).toEqual([
    'copied-credential-file',
  ]);
  const made = 'FROM a\nARG API_TOKEN\nRUN mkdir -p /app && echo $API_TOKEN > /tmp/t && mv /tmp/t /app\n';
  expect(rulesIn(`${made}COPY main.py /app\n`)).toEqual(['secret-in-arg', 'secret-written-to-layer']);
  expect(rulesIn('FROM a\nCOPY .env /tmp\nCOPY main.py /tmp\n')).toEqual(['copied-credential-file']);
});

test('the tabs of <<- are off before the shell reads a heredoc within', () => {
  const inner = '\tcat > /x <<I\n\tnothing\n\tI\n\tcat /run/secrets/t > /etc/tok\n\tEOF\n';
  const [found] = findingsIn(`FROM a\nRUN --mount=type=secret,id=t,required <<-EOF\n${inner}`);
  expect(found).toMatchObject({
    rule: 'secret-written-to-layer',
    location: { startLine: 6, startColumn: 23 },
  });
});

test('a line that is no instruction is not printed: it may hold a secret', async () => {
  const lines = '  DB_PASSWORD=ZQ7KK1K9TP4MXA8VB3N\nhttps://user:ZQ7KK1K9@git.example.com/a\n';
  const { stdout } = await audit(['dockerfile', '-'], { input: `FROM a\nENV A=1\n${lines}` });
  expect(stdout).toContain('unknown instruction DB_…');
  expect(stdout.toUpperCase()).not.toContain('ZQ7KK1K9');
});

test('the escape character says nothing of an image that is known to be Linux', () => {
  const rest = 'ARG API_TOKEN\nRUN echo $API_TOKEN > /tok\n';
  expect(rulesIn(`# escape=\`\nFROM alpine\n${rest}`)).toEqual(['secret-in-arg', 'secret-written-to-layer']);
});

test('a Windows image is read by its own shell', () => {
  const run =
    'RUN --mount=type=secret,id=s,target=C:/run/secrets/s,required if not exist C:/run/secrets/s (exit 1)';
  expect(rulesIn(`FROM nanoserver\n${run}\n`)).toEqual([]);
});
