import { describe, expect, test } from 'vitest';
import { cacheKeys } from '../../src/cachekey/cache-keys.ts';
import { costOf } from '../../src/cachekey/costly-steps.ts';
import { rotationOf } from '../../src/cachekey/rotation.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';

function costIn(line: string): string | undefined {
  const file = parseDockerfile('Dockerfile', `FROM a\n${line}\n`);
  const [step] = cacheKeys(file, { rotating: new Set() }).steps.slice(-1);
  return step && costOf(step);
}

describe('what takes long', () => {
  test.each<[string, string[]]>([
    [
      'installs packages',
      [
        'apt-get update && apt-get -o A=b install -y --no-install-recommends curl',
        'set -eux; apk add --no-cache --virtual .d gcc',
        'tdnf install -y git',
        'microdnf update',
        'yum -y install git',
        'zypper -n in git',
        'pacman -Syu --noconfirm git',
        'if true; then sudo -E apt install x; fi',
        'cat list | xargs apt-get install -y',
        'dpkg -i x.deb',
        'nix-env -iA nixpkgs.git',
        'npx playwright install --with-deps',
      ],
    ],
    [
      'installs dependencies',
      [
        'pip install -r r.txt',
        'python3 -m pip install .',
        'python setup.py install',
        'uv sync --frozen',
        'uv pip install x',
        'poetry install',
        'pdm sync',
        'pipenv install --system',
        'conda env create -f e.yml',
        'npm --prefix web ci',
        'pnpm i --frozen-lockfile',
        'yarn',
        'yarn --frozen-lockfile && true',
        'corepack yarn install',
        'bundle',
        'bundle install',
        'gem install x',
        'composer install --no-dev',
        'mix deps.get',
        'cargo fetch',
        'go mod download',
        'cabal update',
        'stack build --only-dependencies',
        'Rscript -e "install.packages(1)"',
        'bash -c "npm ci"',
        'x=$(npm ci)',
        'dotnet restore',
        'mvn -B dependency:go-offline',
      ],
    ],
    [
      'compiles',
      [
        'docker-php-ext-install pdo',
        'go test ./...',
        'CGO_ENABLED=0 go build -o /x',
        'cargo build --release',
        './gradlew assemble',
        './mvnw -q package',
        'cmake --build out',
        'make -j4',
        'bazel build //...',
        'npm run build:prod',
        'yarn build',
        'bundle exec rake assets:precompile',
        'npx tsc',
        'poetry run make',
        'python -m build',
        'dotnet publish -c Release',
      ],
    ],
    [
      'runs what it fetches',
      [
        'curl -fsSL https://example.com/i | bash',
        'wget -qO- https://example.com/i | sudo -E bash -s -- -y',
        'sh -c "$(curl -fsSL https://example.com/i)"',
        'bash <(curl -s https://example.com/i)',
        'curl -o /tmp/i.sh https://example.com/i && sh /tmp/i.sh',
        'wget https://example.com/i.sh && bash i.sh',
      ],
    ],
  ])('%s', (cost, lines) => {
    expect(lines.map((line) => [line, costIn(`RUN ${line}`)])).toEqual(lines.map((line) => [line, cost]));
  });

  test('heredocs, arrays and other shells', () => {
    expect(costIn('RUN ["npm", "ci"]')).toBe('installs dependencies');
    expect(costIn('RUN ["/bin/sh", "-c", "npm ci"]')).toBe('installs dependencies');
    expect(costIn('RUN <<E\ncd /x\nnpm ci\nE')).toBe('installs dependencies');
    expect(costIn('RUN <<E\n#!/usr/bin/env python3\nmake\nE')).toBe(undefined);
    expect(costIn('RUN bash <<E\nmake\nE')).toBe('compiles');
    expect(costIn('SHELL ["powershell", "-Command"]\nRUN npm ci; exit 0')).toBe('installs dependencies');
  });

  test.each([
    'echo "run npm install first"',
    "echo 'apt-get install x' > README",
    'true # make all',
    'make --version',
    'command -v yarn',
    'which npm make',
    'npm config set registry https://npm.example.com',
    'apt-get update',
    'rm -rf /var/cache/apk/install',
    'yarn --version',
    'pacman -Ss git',
    'curl -fsSLo /usr/bin/x https://example.com/x',
    'cat install.sh | grep make',
    'npm exec -- echo install',
    'COPY --from=0 . .',
  ])('not %s', (line) => expect(costIn(`RUN ${line}`)).toBe(undefined));
});

describe('a step that names the variable', () => {
  test.each([
    'npm ci $GIT_SHA',
    'npm ci "${GIT_SHA:-x}"',
    'npm ci && printenv GIT_SHA > v',
    'npm ci && node -e "console.log(process.env.GIT_SHA)"',
    'npm ci && node -e "console.log(process.env[\'GIT_SHA\'])"',
    'npm ci && python -c "import os; print(os.environ[\'GIT_SHA\'])"',
    'npm ci && python -c \'import os; print(os.environ.get("GIT_SHA", ""))\'',
    'npm ci && python -c \'import os; print(os.getenv("GIT_SHA"))\'',
    'npm ci && ruby -e "puts ENV.fetch(\'GIT_SHA\')"',
    "npm ci && perl -e 'print $ENV{GIT_SHA}'",
    'npm ci && env | grep ^GIT_SHA= > v',
    'npm ci && test -v GIT_SHA',
  ])('%s', (line) => {
    const rotation = rotationOf(parseDockerfile('D', `FROM a\nARG GIT_SHA\nRUN ${line}\n`), 'GIT_SHA');
    expect([rotation.costly.length, rotation.inVain.length]).toEqual([1, 0]);
  });

  test.each(['npm ci', 'npm ci && echo GIT_SHA', 'npm ci && cat GIT_SHA.txt', 'npm ci $GIT_SHAS'])(
    'not %s',
    (line) => {
      const rotation = rotationOf(parseDockerfile('D', `FROM a\nARG GIT_SHA\nRUN ${line}\n`), 'GIT_SHA');
      expect(rotation.inVain).toHaveLength(1);
    },
  );
});
