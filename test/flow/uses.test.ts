import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../src/audit/engine.ts';
import { DEFAULT_GATE, isShown } from '../../src/audit/gate.ts';

const engine = createEngine();

/** The names of the secrets that are told at the default settings. */
function secrets(text: string): (string | undefined)[] {
  const shown = auditDockerfile('Dockerfile', text, engine).findings.filter(({ confidence }) =>
    isShown(confidence, DEFAULT_GATE),
  );
  return [...new Set(shown.map(({ secret }) => secret.name))];
}

describe('an innocent name is a secret when it is used as one', () => {
  test.each([
    ['curl -u "$U:$X" https://files.example.com'],
    ['curl -H "Authorization: Bearer $X" https://files.example.com/$U'],
    ['curl -H"X-Api-Key: $X" https://files.example.com'],
    ['wget --header="X-JFrog-Art-Api: $X" https://files.example.com'],
    ['wget "https://files.example.com/a?access_token=$X&user=$U"'],
    ['git clone https://oauth2:${X}@git.example.com/a/b'],
    ['git clone https://${X}@git.example.com/a/b'],
    ['echo "$X" | docker login -u $U --password-stdin ghcr.io'],
    ['docker login -u $U -p $X ghcr.io'],
    ['deploy --user $U --password $X'],
    ['deploy --password=$X'],
    ['echo "//npm.example.com/:_authToken=${X}" > .npmrc && npm ci'],
    ['npm config set //npm.example.com/:_authToken $X'],
    [
      'printf "machine git.example.com\\nlogin %s\\npassword $X\\n" > ~/.netrc && echo "machine h login $U password $X"',
    ],
    ['aws configure set aws_secret_access_key $X && aws configure set region $U'],
    ['NPM_TOKEN=$X npm ci'],
    ['export GITHUB_TOKEN=$X && make'],
    ['T=$X; curl -H "Authorization: token $T" https://files.example.com'],
    ['sh -c "curl -H \\"Authorization: Bearer $X\\" https://files.example.com/$U"'],
    ['<<EOF\ncat > ~/.npmrc <<RC\n//npm.example.com/:_authToken=${X}\nRC\nnpm ci\nEOF'],
  ])('RUN %s', (run) => expect(secrets(`FROM a\nARG U\nARG X\nRUN ${run}\n`)).toEqual(['X']));

  test('through ENV, other ARGs and stages', () => {
    const text =
      'ARG X\nFROM a AS b\nARG X\nARG Y=$X\nENV Z=${Y}\nFROM b\nRUN curl -u me:$Z https://files.example.com\n';
    expect(secrets(text)).toEqual(['X']);
  });

  test.each([
    ['exec form of a shell', 'RUN ["sh", "-c", "curl -u me:$X https://files.example.com"]'],
    ['ONBUILD', 'ONBUILD RUN curl -u me:$X https://files.example.com'],
    ['ADD', 'ADD https://me:$X@files.example.com/a /a'],
    ['ENV', 'ENV PIP_URL=https://me:${X}@pypi.example.com/simple'],
  ])('%s', (_, line) => expect(secrets(`FROM a\nARG X\n${line}\n`)).toEqual(['X']));

  test('PowerShell', () => {
    const text =
      '# escape=`\nFROM a\nARG X\nSHELL ["powershell"]\nRUN curl.exe -H @{Authorization="Bearer $env:X"} https://files.example.com\n';
    expect(secrets(text)).toEqual(['X']);
  });
});

describe('right use is quiet', () => {
  test.each([
    ['RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci'],
    [
      'RUN --mount=type=secret,id=x curl -H "Authorization: Bearer $(cat /run/secrets/x)" https://files.example.com',
    ],
    [
      'RUN --mount=type=secret,id=_env,dst=/etc/secrets/.env . /etc/secrets/.env && pip install $PIP_INSTALL_ARG app',
    ],
    ['RUN --mount=type=ssh git clone git@git.example.com:a/b'],
    ['ADD git@git.example.com:a/b.git /src'],
    ['ARG KEY\nRUN gpg --recv-keys $KEY'],
    ['ARG AUTH_MODE\nRUN if [ "$AUTH_MODE" = oidc ]; then make oidc; fi'],
    ['ARG K\nRUN curl -H "User-Agent: $K" -H "X-Request-Id: $K" https://files.example.com/$K?version=$K'],
    ['ARG NPM_TOKEN_FILE=/run/secrets/npm\nRUN NPM_TOKEN=$(cat $NPM_TOKEN_FILE) npm ci'],
  ])('%s', (lines) => expect(secrets(`FROM a\n${lines}\n`)).toEqual([]));
});
