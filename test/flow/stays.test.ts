import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { engine, findingsIn, rulesIn } from '../support/dockerfile.ts';

const WRITTEN = ['secret-written-to-layer'];
const LATE = ['secret-removed-too-late'];
/** A RUN with the secret `s` mounted as a file and as $S. */
const run = (script: string) =>
  `FROM a\nWORKDIR /app\nRUN --mount=type=secret,id=s --mount=type=secret,id=s,env=S ${script}\n`;

describe('a RUN leaves the secret in its layer', () => {
  test.each([
    'cat /run/secrets/s > /k',
    'cat /run/secrets/s >> /k',
    'cat < /run/secrets/s >| k',
    'cp /run/secrets/s /root/.npmrc',
    'cp /run/secrets/s .',
    'cp -t /root /run/secrets/s',
    'cp -r /run/secrets /root/secrets',
    'install -m 600 /run/secrets/s /root/.netrc',
    'dd if=/run/secrets/s of=/k',
    'tee /k < /run/secrets/s > /dev/null',
    'echo "$S" > /k',
    'printf "%s" "$S" > "$HOME/.netrc"',
    'printf -v line "token=%s" "$S" && echo "$line" > /k',
    'sed -i "s/@@/$S/" conf.ini',
    "sed -e 's/x/y/' /run/secrets/s > /k",
    'base64 -d /run/secrets/s > /k.json',
    'cat /run/secrets/s | base64 -d | tee /k > /dev/null',
    'tr -d "\\n" < /run/secrets/s > /k',
    'T=$(cat /run/secrets/s); echo "$T" > /k',
    'T=`cat /run/secrets/s` && echo $T > /k',
    'T=$(</run/secrets/s) && U=${T%x} && echo "v=${U:-none}" > /k',
    'read -r T < /run/secrets/s && echo "$T" > /k',
    'while read -r line; do echo "$line" >> /k; done < /run/secrets/s',
    'cat /run/secrets/s | while read -r line; do echo "$line" >> /k; done',
    'for f in /run/secrets/*; do cp "$f" /root/; done',
    'save() { echo "$1" > "$2"; }; save "$S" /k',
    '(cd /tmp && echo "$S" > k)',
    '{ echo machine a; echo "password $S"; } > ~/.netrc',
    'if [ -n "$S" ]; then echo "$S" > /k; fi',
    'case "$S" in ?*) echo "$S" > /k;; esac',
    'sh -c "echo $S > /k"',
    "bash -euo pipefail -c 'echo $S > /k'",
    "su -c 'cp /run/secrets/s /home/app/k' app",
    'eval "echo $S > /k"',
    'sudo -E env A=b sh -c "cp /run/secrets/s /k"',
    'cat /run/secrets/s | xargs -I{} sh -c "echo {} > /k"',
    'cat <<< "$S" > /k',
    'find /run/secrets -type f -exec cp {} /app/ \\;',
    'set -a && . /run/secrets/s && echo "$API_KEY" > /k',
    'export $(grep -v "^#" /run/secrets/s | xargs) && echo "$API_TOKEN" > /k',
    "envsubst '$S' < t > /k",
    'cat /run/secrets/s > /proc/self/fd/3 3> /k || cp /run/secrets/s /k',
    'openssl enc -d -in /run/secrets/s -out /k',
    'cp /run/secrets/s /k || true',
    'cp /run/secrets/s /k; use /k || rm /k',
    'cp /run/secrets/s /a && cp /a /b && rm /a',
    'cp /run/secrets/s /a && mv /a /b',
    'cp /run/secrets/s /a && ln /a /b && rm /a',
    'ln -s /root/real /a && cp /run/secrets/s /a && rm /a',
    'mkdir -p /d && cp /run/secrets/s /d/k && rm /d/other',
    'npm config set //npm.example.com/:_authToken=$S',
    'npm set //npm.example.com/:_authToken "$S" && npm ci',
    'yarn config set npmAuthToken "$S"',
    'pnpm config set //npm.example.com/:_authToken $S',
    'pip config set global.index-url https://x:$S@pypi.example.com/simple',
    'python3 -m pip config set global.index-url https://x:$S@pypi.example.com/simple || pip3 config set global.index-url https://x:$S@pypi.example.com/simple',
    'poetry config http-basic.corp user "$S"',
    'bundle config set --global gems.example.com "u:$S"',
    'bundle config set gems.example.com "u:$S" && bundle install && rm -f ~/.bundle/config',
    'bundle config gems.example.com "u:$S" && bundle install && rm -f .bundle/config',
    'nuget setApiKey $S -Source https://n.example.com && rm -f ~/.nuget/NuGet/NuGet.Config',
    'cargo login "$S"',
    'go env -w GOPROXY=https://x:$S@go.example.com',
    'dotnet nuget add source https://n.example.com -u u -p $S --store-password-in-clear-text',
    'composer config -g http-basic.example.com u $S',
    'conda config --add channels https://conda.example.com/t/$S/main',
    'git config --global url."https://x:$S@git.example.com/".insteadOf https://git.example.com/',
    'git config --global http.extraHeader "Authorization: Bearer $S"',
    'git clone https://x:$S@git.example.com/a/b.git',
    'git clone --depth 1 -b main https://x:$S@git.example.com/a/b.git /src',
    'git remote add origin https://x:$S@git.example.com/a/b.git',
    'echo "$S" | docker login -u u --password-stdin ghcr.io',
    'docker login -u u -p $S ghcr.io',
    'helm repo add corp https://h.example.com --username u --password $S',
    'helm registry login -u u --password-stdin ghcr.io < /run/secrets/s',
    'aws configure set aws_secret_access_key "$(cat /run/secrets/s)"',
    'gcloud auth activate-service-account --key-file /run/secrets/s',
    'az login --service-principal -u u -p $S --tenant t',
    'kubectl config set-credentials ci --token=$S',
    'gh auth login --with-token < /run/secrets/s',
    'huggingface-cli login --token $S',
    'vault login $S',
    'echo "root:$S" | chpasswd',
    'gpg --batch --import /run/secrets/s',
    'jq -r .token /run/secrets/s > /k',
    'curl --trace-ascii /tmp/trace -H "Authorization: Bearer $S" https://example.com/a',
  ])('%s', (script) => expect(rulesIn(run(script))).toEqual(expect.arrayContaining(WRITTEN)));
});

describe('a RUN leaves nothing', () => {
  test.each([
    'true',
    'npm ci',
    'NPM_TOKEN=$S npm ci',
    'export NPM_TOKEN=$(cat /run/secrets/s) && npm ci',
    'curl -fH "Authorization: Bearer $S" https://example.com/a -o /a',
    'curl -fH @/run/secrets/s https://example.com/a > /a',
    'cat /run/secrets/s > /dev/null',
    'cat /run/secrets/s > /dev/shm/k',
    'bundle config set gems.example.com "u:$S" && bundle install && rm -f ~/.bundle/config .bundle/config',
    'bundle config set --local gems.example.com "u:$S" && bundle install && rm -f .bundle/config',
    'bundle config set gems.example.com "u:$S" && bundle install && bundle config unset gems.example.com',
    'nuget setApiKey $S -ConfigFile /n.config && nuget push a.nupkg && rm /n.config',
    'cp /run/secrets/s /k && use /k && rm /k',
    'cp /run/secrets/s /k; use /k; rm -f /k',
    'cp /run/secrets/s /k && use /k && rm -rf / ',
    'cp /run/secrets/s ~/.npmrc && npm ci && rm ~/.npmrc',
    'cp /run/secrets/s ~/.npmrc && npm ci && rm -f $HOME/.npmrc',
    'cp /run/secrets/s .npmrc && npm ci && rm /app/.npmrc',
    'mkdir /d && cp /run/secrets/s /d/k && use /d && rm -r /d',
    'cp /run/secrets/s /tmp/k.json && use && rm /tmp/*.json',
    'cp /run/secrets/s /tmp/k && use; ret=$?; rm /tmp/k; exit $ret',
    'f=$(mktemp) && cp /run/secrets/s "$f" && use "$f" && rm "$f"',
    'F=/tmp/k; cp /run/secrets/s $F && use $F && rm ${F}',
    "trap 'rm -f /tmp/k' EXIT; cp /run/secrets/s /tmp/k; use /tmp/k",
    'cp /run/secrets/s /k && use /k && : > /k',
    'cp /run/secrets/s /k && use /k && shred -u /k',
    'cp /run/secrets/s /k && use /k && truncate -s 0 /k',
    'cp /run/secrets/s /k && find / -name k -delete',
    'if [ -f /run/secrets/s ]; then cp /run/secrets/s /k; use /k; rm /k; fi',
    'cp /run/secrets/s /k; if [ -f /k ]; then rm /k; fi',
    'cp /run/secrets/s /k; [ -f /k ] && rm /k',
    'cp /run/secrets/s /k && (use /k; rm /k)',
    'cp /run/secrets/s /k && use /k || { rm /k; exit 1; }; rm /k',
    'clean() { rm -f /k; }; cp /run/secrets/s /k; use /k; clean',
    'sh -c "cp /run/secrets/s /k; use /k; rm /k"',
    'ln -s /run/secrets/s /root/.npmrc && npm ci',
    'sha256sum /run/secrets/s > /k.sha',
    'jq -r .version /run/secrets/s > /version',
    'gpg --import /run/secrets/s && gpg --sign x && rm -rf ~/.gnupg',
    'wc -c < /run/secrets/s > /size',
    '. /run/secrets/s && pip install $PIP_INSTALL_ARG lib==0.0.1',
    'npm config set //n.example.com/:_authToken $S && npm ci && rm -rf ~/.npmrc ~/.npm',
    'git clone https://x:$S@git.example.com/a/b.git /src && rm -rf /src/.git',
    'git clone https://x:$S@git.example.com/a/b /src && git -C /src remote set-url origin https://git.example.com/a/b',
    'git -c http.extraHeader="Authorization: Bearer $S" clone https://git.example.com/a/b.git',
    'docker login -u u -p $S ghcr.io && docker logout ghcr.io',
    'echo "${S:+set}" > /k',
    'echo "${#S}" > /k',
    'test -n "$S" && make',
    'V=$(git describe) && echo "$V" > /version && date > /built',
  ])('%s', (script) => expect(rulesIn(run(script)).filter((rule) => rule !== 'secret-in-log')).toEqual([]));
});

test('what is removed under a condition may stay', () => {
  const text = run('cp /run/secrets/s /k && [ -f /other ] && rm /k');
  const { findings } = auditDockerfile('Dockerfile', text, engine);
  expect(findings.map(({ rule, confidence }) => [rule, confidence])).toContainEqual([...WRITTEN, 'possible']);
});

describe('mounts', () => {
  const with_ = (mount: string, script: string) =>
    rulesIn(`FROM a\nRUN --mount=type=secret,id=s --mount=${mount} ${script}\n`);
  test('tmpfs', () => expect(with_('type=tmpfs,target=/t', 'cp /run/secrets/s /t/k')).toEqual([]));
  test('bind, written to', () =>
    expect(with_('type=bind,target=/b,rw', 'cp /run/secrets/s /b/k')).toEqual([]));
  test('cache', () =>
    expect(with_('type=cache,target=/c', 'cp /run/secrets/s /c/k')).toEqual(['secret-in-cache-mount']));
  test('cache, removed again', () =>
    expect(with_('type=cache,target=/c', 'cp /run/secrets/s /c/k && rm /c/k')).toEqual([]));
  test('bind from a stage', () => {
    const text =
      'FROM a AS b\nRUN --mount=type=secret,id=s cp /run/secrets/s /k\nFROM a\nRUN --mount=type=bind,from=b,source=/k,target=/x cp /x /y\n';
    expect(findingsIn(text).map(({ severity }) => severity)).toEqual(['critical']);
  });
});

describe('the build log', () => {
  test.each([
    'cat /run/secrets/s',
    'echo "token: $S"',
    'env',
    'printenv S',
    'export -p',
    'set -x; use "$S"',
    'set -eux && curl -H "A: $(cat /run/secrets/s)" https://example.com',
    'bash -xc "use $S"',
    'cat /run/secrets/s | tee /dev/null',
    'echo $S >&2',
    'cat /run/secrets/s > /dev/stderr',
    'curl -v -H "Authorization: $S" https://example.com',
  ])('%s', (script) => expect(rulesIn(run(script))).toContain('secret-in-log'));
  test.each([
    'set -eu; use "$S"',
    'set -x; use; set +x; use "$S"',
    'env FOO=bar use',
    'echo $S | use',
    'echo "$(echo $S | sha256sum)"',
  ])('not %s', (script) => expect(rulesIn(run(script))).toEqual([]));
});

describe('later steps and stages', () => {
  const head = 'FROM a\nRUN --mount=type=secret,id=s cp /run/secrets/s /root/k\n';
  test.each([
    'RUN rm /root/k',
    'RUN rm -rf /root',
    'RUN cd /root && rm k*',
    'RUN : > /root/k',
    'RUN mv /root/k /dev/null',
    'RUN if true; then rm /root/k; else rm -f /root/k; fi',
  ])('%s', (line) => expect(rulesIn(`${head}${line}\n`)).toEqual(LATE));
  test.each(['RUN rm /root/other', 'RUN rm -f /k', 'RUN false || rm /root/k', 'RUN echo more >> /root/k'])(
    '%s',
    (line) => expect(rulesIn(`${head}${line}\n`)).toEqual(WRITTEN),
  );

  const stage = 'FROM a AS b\nRUN --mount=type=secret,id=s cp /run/secrets/s /app/k\n';
  test.each([
    ['COPY --from=b /app /app', 'critical'],
    ['COPY --from=0 /app/* /x/', 'critical'],
    ['COPY --from=b / /', 'critical'],
    ['COPY --from=b /usr /usr', 'medium'],
  ])('%s is %s', (line, severity) => {
    expect(findingsIn(`${stage}FROM c\n${line}\n`).map((one) => one.severity)).toEqual([severity]);
  });
  test('a stage from that stage', () =>
    expect(findingsIn(`${stage}FROM b\nRUN true\n`)[0]?.severity).toBe('critical'));
  test('a stage that the target does not need', () =>
    expect(findingsIn(`${stage}FROM c\nRUN true\n`)[0]?.severity).toBe('low'));
  test('that stage as the target', () =>
    expect(findingsIn(`${stage}FROM c\nRUN true\n`, { target: 'b' })[0]?.severity).toBe('critical'));
  test('removed in a stage that is not the image', () =>
    expect(rulesIn(`${stage}FROM b AS x\nRUN rm /app/k\nFROM b\n`)).toEqual(WRITTEN));
});

test('ARG and ENV take the same ways', () => {
  expect(rulesIn('FROM a\nARG NPM_TOKEN\nRUN echo "$NPM_TOKEN" > /k\n')).toEqual([
    'secret-in-arg',
    'secret-written-to-layer',
  ]);
  expect(rulesIn('FROM a\nARG VERSION\nENV V=$VERSION\nRUN echo "$V" > /version\n')).toEqual([]);
});

test('triggers run in the stages that start from theirs', () => {
  const text =
    'FROM a AS b\nONBUILD ARG NPM_TOKEN\nONBUILD RUN echo "//h/:_authToken=$NPM_TOKEN" > /k\nFROM b\nRUN rm /k\n';
  expect(rulesIn(text)).toEqual(['secret-in-arg', 'secret-removed-too-late']);
});

test('the way of a secret names every step', () => {
  const text =
    'FROM a AS b\nARG T\nENV U=$T\nRUN X=$U && echo "//h/:_authToken=$X" > /app/.npmrc\nFROM c\nCOPY --from=b /app /srv\n';
  const finding = findingsIn(text).find(({ rule }) => rule === 'secret-written-to-layer');
  expect(finding?.flow.map(({ label }) => label.replace(/,.*/, ''))).toEqual([
    'build argument T',
    'ENV U',
    'shell variable X',
    'written to /app/.npmrc',
    'copied from stage b',
    'stays in the layer of this COPY',
  ]);
});
