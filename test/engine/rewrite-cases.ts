import type { Style } from '../../src/rewrite/rewrite.ts';

/** A Dockerfile that leaks, and what becomes of it. */
export interface RewriteCase {
  name: string;
  /**
   * `FROM base` is busybox, `FROM tools` has git and npm, `FROM clients` git, curl,
   * pip and a stand-in for uv. `«secret»` is the planted value,
   * `«second»` another, `«host»` where the index listens.
   */
  dockerfile: string;
  buildArgs?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  contextFiles?: Readonly<Record<string, string>>;
  /** The credential format of what is planted; without one it is a random password. */
  plant?: string;
  /** Of the rewrite: else `file`. */
  style?: Style;
  keepArgument?: true;
  /** Files that only the first image has: those that held the secret. */
  gone?: readonly string[];
  /** Another value rebuilds nothing before, either: it comes by a mount already. */
  cachedBefore?: true;
  /** No request is made. */
  silent?: true;
}

type More = Omit<Partial<RewriteCase>, 'name' | 'dockerfile'>;

/** A build that is given the secret as the build argument API_TOKEN. */
function argument(name: string, dockerfile: string, more: More = {}): RewriteCase {
  return { buildArgs: { API_TOKEN: '«secret»' }, ...more, name, dockerfile };
}

function plain(name: string, dockerfile: string, more: More): RewriteCase {
  return { ...more, name, dockerfile };
}

const FILE = 'http://«host»/files';
const HEADER = '--header "X-Token: $API_TOKEN"';
const NPM_FLAGS = '--no-audit --no-fund --no-update-notifier';
const NPM = `RUN npm install ${NPM_FLAGS}\n`;
const PACKAGE = '{"name":"app","version":"1.0.0","dependencies":{"hello":"1.0.0"}}\n';
/** Names a variable, not a value. */
const NPMRC_OF_ENV = {
  'package.json': PACKAGE,
  '.npmrc': 'registry=http://«host»/\n//«host»/:_authToken=${NPM_TOKEN}\n',
};
const NPMRC = {
  'package.json': PACKAGE,
  '.npmrc': 'registry=http://«host»/\n//«host»/:_authToken=«secret»\n',
};
const NETRC = 'machine 127.0.0.1 login ci password «secret»\n';
const GIT_ARG = { buildArgs: { GIT_TOKEN: '«secret»' } };
const NPM_ARG = { buildArgs: { NPM_TOKEN: '«secret»' } };
const ON_BASE = 'FROM base\nARG API_TOKEN\n';
const ON_CLIENTS = 'FROM clients\nARG API_TOKEN\n';
const TWO = { buildArgs: { API_TOKEN: '«secret»', DB_PASSWORD: '«second»' } };

const byArgument: readonly RewriteCase[] = [
  argument('ARG, header of wget', `${ON_BASE}RUN wget -qO /app.txt ${HEADER} ${FILE}/app\n`),
  argument('ARG, login of wget', `${ON_BASE}RUN wget -qO /app.txt "http://ci:$API_TOKEN@«host»/files/app"\n`),
  argument(
    'ARG with a default',
    `FROM base\nARG API_TOKEN=none\nRUN wget -qO /app.txt ${HEADER} ${FILE}/app\n`,
  ),
  argument(
    'ARG before FROM and in the stage',
    `ARG API_TOKEN\nFROM base\nARG API_TOKEN\nRUN wget -qO /app.txt ${HEADER} ${FILE}/app\n`,
  ),
  argument(
    'ARG in a heredoc',
    `${ON_BASE}RUN <<EOF\nset -e\nwget -qO /app.txt ${HEADER} ${FILE}/app\nwc -l /app.txt > /lines\nEOF\n`,
  ),
  argument(
    'ARG in a stage that is built on',
    `FROM base AS first
ARG API_TOKEN
RUN wget -qO /one.txt ${HEADER} ${FILE}/one
FROM first
RUN wget -qO /two.txt ${HEADER} ${FILE}/two
`,
  ),
  argument(
    'two secrets in a RUN',
    `FROM clients
ARG API_TOKEN
ARG DB_PASSWORD
RUN curl -fsS -o /one.txt -H "X-Token: $API_TOKEN" ${FILE}/one && curl -fsS -o /two.txt -u "ci:$DB_PASSWORD" ${FILE}/two
`,
    TWO,
  ),
  argument(
    'two secrets in an ENV',
    `FROM base
ARG API_TOKEN
ARG DB_PASSWORD
ENV API_TOKEN=$API_TOKEN DB_PASSWORD=$DB_PASSWORD MODE=fast
RUN wget -qO /one.txt ${HEADER} ${FILE}/one && wget -qO /two.txt "http://ci:\${DB_PASSWORD}@«host»/files/$MODE"
`,
    TWO,
  ),
  argument(
    'ARG, another user',
    `FROM base\nARG API_TOKEN\nUSER app\nWORKDIR /home/app\nRUN wget -qO app.txt ${HEADER} ${FILE}/app\n`,
  ),
  argument(
    'CRLF',
    `${ON_BASE}RUN set -e; \\\n    wget -qO /app.txt ${HEADER} \\\n      ${FILE}/app\n`.replaceAll(
      '\n',
      '\r\n',
    ),
  ),
  argument(
    'set -e; a script',
    `${ON_BASE}RUN set -eu; \\\n    mkdir -p /srv/app; \\\n    cd /srv/app; \\\n    wget -qO app.txt ${HEADER} ${FILE}/app; \\\n    wc -c app.txt > size\n`,
  ),
  argument(
    'a pipeline',
    `${ON_BASE}RUN wget -qO- ${HEADER} ${FILE}/app | tr a-z A-Z | tee /app.txt | wc -c > /size\n`,
  ),
  argument(
    'a & b',
    `${ON_BASE}RUN wget -qO /one.txt ${HEADER} ${FILE}/one & wget -qO /two.txt ${HEADER} ${FILE}/two; wait\n`,
  ),
  argument(
    'if and for',
    `${ON_BASE}RUN if [ -n "$API_TOKEN" ]; then for f in one two; do wget -qO /$f.txt ${HEADER} ${FILE}/$f; done; fi\n`,
  ),
  argument('|| true', `${ON_BASE}RUN wget -qO /app.txt ${HEADER} ${FILE}/app || true; echo done > /state\n`),
  argument(
    'SHELL of another one',
    `FROM clients\nSHELL ["/usr/bin/dash", "-ec"]\nARG API_TOKEN\nRUN curl -fsS -o /app.txt -H "X-Token: \${API_TOKEN}" ${FILE}/app\n`,
  ),
];

const W = (name: string) => `wget -qO /${name}.txt ${HEADER} ${FILE}/${name}`;

const byScript: readonly RewriteCase[] = [
  argument('comments between lines', `${ON_BASE}RUN \\\n # one\n ${W('one')} && \\\n # two\n ${W('two')}\n`),
  argument('a negation', `${ON_BASE}RUN ! test -z "$API_TOKEN" && ${W('one')}\n`),
  argument(
    'an assignment for a shell of its own',
    `${ON_BASE}RUN MODE=x T="$API_TOKEN" sh -c 'wget -qO /one.txt --header "X-Token: $T" ${FILE}/one'\n`,
  ),
  argument('a shell of its own', `${ON_BASE}RUN sh -c 'wget -qO /one.txt ${HEADER} ${FILE}/one'\n`),
  argument(
    'a function',
    `${ON_BASE}RUN get() { wget -qO /$1.txt ${HEADER} ${FILE}/$1; }; get one && get two\n`,
  ),
  argument('a subshell', `${ON_BASE}RUN (cd /srv && ${W('one')}) && ${W('two')}\n`),
  argument('case', `${ON_BASE}RUN case "$API_TOKEN" in "") echo none;; *) ${W('one')};; esac\n`),
  argument(
    'a default where it is used',
    `${ON_BASE}RUN wget -qO /one.txt --header "X-Token: \${API_TOKEN:-none}" ${FILE}/one\n`,
  ),
  argument('beside a cache mount', `${ON_BASE}RUN --mount=type=cache,target=/c ${W('one')}\n`),
  argument(
    'several users',
    `${ON_BASE}RUN ${W('one')}\nUSER 1000:1000\nWORKDIR /home/app\nRUN wget -qO two.txt ${HEADER} ${FILE}/two\nUSER root\nRUN ${W('three')}\n`,
  ),
  argument('a quoted heredoc', `${ON_BASE}RUN <<'EOF'\n${W('one')}\nEOF\n`),
  argument(
    'an ENV of several lines',
    `${ON_BASE}ENV MODE=fast \\\n    API_TOKEN=$API_TOKEN \\\n    # of nothing\n    LANG=C\nRUN echo $MODE $LANG > /mode && ${W('one')}\n`,
  ),
  argument(
    'an ENV of an ENV',
    `${ON_BASE}ENV TOKEN=$API_TOKEN\nENV URL="http://ci:$TOKEN@«host»/files" NAME='a$b'\nRUN wget -qO /one.txt $URL/one\n`,
  ),
  argument(
    'an ENV with a default',
    `${ON_BASE}ENV URL=http://ci:\${API_TOKEN:-none}@«host»/files\nRUN wget -qO /one.txt $URL/one\n`,
  ),
  argument(
    'an ENV in the old form',
    `${ON_BASE}ENV HEADER X-Token: $API_TOKEN\nRUN wget -qO /one.txt --header "$HEADER" ${FILE}/one\n`,
  ),
  argument(
    'an ARG of an ARG',
    `${ON_BASE}ARG LOGIN=ci:$API_TOKEN\nRUN wget -qO /one.txt http://$LOGIN@«host»/files/one\n`,
  ),
  argument(
    'an ENV of a stage that two are built on',
    `FROM base AS a\nARG API_TOKEN\nENV API_TOKEN=$API_TOKEN\nFROM a AS b\nRUN ${W('one')}\nFROM a\nRUN ${W('two')}\nCOPY --from=b /one.txt /\n`,
  ),
  argument(
    'a file that is the secret, two RUNs',
    `${ON_BASE}RUN echo "$API_TOKEN" > /etc/key\nRUN wget -qO /one.txt --header "X-Token: $(cat /etc/key)" ${FILE}/one\nRUN wget -qO /two.txt --header "X-Token: $(cat /etc/key)" ${FILE}/two\nRUN rm /etc/key && echo ok > /ok\n`,
    { gone: ['etc/key'] },
  ),
  argument(
    'a file that is the secret, another user',
    `${ON_BASE}RUN printf %s "$API_TOKEN" > /tmp/key\nUSER app\nWORKDIR /home/app\nRUN wget -qO one.txt --header "X-Token: $(cat /tmp/key)" ${FILE}/one\n`,
    { gone: ['tmp/key'] },
  ),
  argument(
    '~/.netrc in a heredoc',
    `${ON_CLIENTS}RUN <<EOF\nset -e\necho "machine 127.0.0.1 login ci password $API_TOKEN" > ~/.netrc\ncurl -fsSn -o /one.txt ${FILE}/one\nEOF\n`,
    { gone: ['root/.netrc'] },
  ),
  argument(
    'credentials that git keeps',
    `${ON_CLIENTS}RUN git config --global credential.helper store && echo "http://ci:$API_TOKEN@«host»" > ~/.git-credentials && git clone http://«host»/repo.git /src\n`,
    { gone: ['root/.git-credentials'] },
  ),
];

/** Without a rewrite: it would change what the build does, or leave the secret. */
export const refusedCases: readonly Pick<RewriteCase, 'name' | 'dockerfile'>[] = [
  {
    name: 'exec form',
    dockerfile: `${ON_BASE}RUN ["sh", "-c", "wget --header X-Token:$API_TOKEN http://files.example.com/"]\n`,
  },
  {
    name: 'a clone that is asked again',
    dockerfile:
      'FROM clients\nARG GIT_TOKEN\nRUN git clone http://ci:$GIT_TOKEN@git.example.com/a.git /src && cd /src && git pull\n',
  },
  { name: 'an ENV that asks', dockerfile: `${ON_BASE}ENV HAS=\${API_TOKEN:+yes}\nRUN ${W('one')}\n` },
  {
    name: 'a removal by a variable',
    dockerfile:
      'FROM base\nRUN --mount=type=secret,id=t cat /run/secrets/t > /tmp/t\nENV F=/tmp/t\nRUN rm "$F"\n',
  },
  {
    name: 'a file that two RUNs read, of a script that cannot be run twice',
    dockerfile: `${ON_CLIENTS}RUN mkdir /x && echo "machine a login ci password $API_TOKEN" > ~/.netrc\nRUN curl -n http://a/1\nRUN curl -n http://a/2\n`,
  },
  {
    name: 'a script that hands a status on',
    dockerfile: `${ON_CLIENTS}RUN echo "machine a login ci password $API_TOKEN" > ~/.netrc; curl -n http://a/; exit $?\n`,
  },
];

const byTools: readonly RewriteCase[] = [
  plain(
    'ARG to ENV, npm',
    `FROM tools\nARG NPM_TOKEN\nENV NPM_TOKEN=$NPM_TOKEN\nWORKDIR /app\nCOPY package.json .npmrc ./\n${NPM}`,
    { ...NPM_ARG, contextFiles: NPMRC_OF_ENV },
  ),
  plain('ARG, npm reads it', `FROM tools\nARG NPM_TOKEN\nWORKDIR /app\nCOPY . .\n${NPM}`, {
    ...NPM_ARG,
    contextFiles: NPMRC_OF_ENV,
  }),
  plain(
    'ENV of an index, pip',
    'FROM clients\nARG PIP_TOKEN\nENV PIP_INDEX_URL=http://ci:${PIP_TOKEN}@«host»/simple\nRUN pip install --no-cache-dir --target /opt/lib hello\n',
    { buildArgs: { PIP_TOKEN: '«secret»' } },
  ),
  plain(
    '~/.npmrc in the same RUN',
    `FROM tools\nWORKDIR /app\nCOPY package.json ./\nARG NPM_TOKEN\nRUN echo "//«host»/:_authToken=$NPM_TOKEN" > ~/.npmrc && npm install ${NPM_FLAGS} --registry http://«host»/\n`,
    { ...NPM_ARG, contextFiles: { 'package.json': PACKAGE }, gone: ['root/.npmrc'] },
  ),
  plain(
    '~/.npmrc in an earlier RUN, rm later',
    `FROM tools\nWORKDIR /app\nCOPY package.json ./\nARG NPM_TOKEN\nRUN printf 'registry=http://«host»/\\n//«host»/:_authToken=%s\\n' "$NPM_TOKEN" > ~/.npmrc\n${NPM}RUN rm -f ~/.npmrc\n`,
    { ...NPM_ARG, contextFiles: { 'package.json': PACKAGE }, gone: ['root/.npmrc'] },
  ),
  plain(
    'npm config set',
    `FROM tools\nWORKDIR /app\nCOPY package.json ./\nARG NPM_TOKEN\nRUN npm config set //«host»/:_authToken "$NPM_TOKEN" && npm install ${NPM_FLAGS} --registry http://«host»/\n`,
    { ...NPM_ARG, contextFiles: { 'package.json': PACKAGE }, gone: ['root/.npmrc'] },
  ),
  argument(
    '~/.netrc in an earlier RUN',
    `${ON_CLIENTS}RUN printf 'machine 127.0.0.1 login ci password %s\\n' "$API_TOKEN" > ~/.netrc\nRUN curl -fsSn -o /app.txt ${FILE}/app\n`,
    { gone: ['root/.netrc'] },
  ),
  argument(
    '~/.netrc in an earlier RUN, read by two',
    `${ON_CLIENTS}RUN echo "machine 127.0.0.1 login ci password $API_TOKEN" > ~/.netrc && chmod 600 ~/.netrc\nRUN curl -fsSn -o /one.txt ${FILE}/one\nWORKDIR /srv\nRUN curl -fsSn -o two.txt ${FILE}/two\n`,
    { gone: ['root/.netrc'] },
  ),
  argument(
    '~/.netrc, used where it is written and later',
    `${ON_CLIENTS}RUN echo "machine 127.0.0.1 login ci password $API_TOKEN" > ~/.netrc && curl -fsSn -o /one.txt ${FILE}/one\nRUN curl -fsSn -o /two.txt ${FILE}/two\n`,
    { gone: ['root/.netrc'] },
  ),
  argument(
    '~/.netrc, and exit 0',
    `${ON_CLIENTS}RUN echo "machine 127.0.0.1 login ci password $API_TOKEN" > ~/.netrc; curl -fsSn -o /app.txt ${FILE}/app; exit 0\n`,
    { gone: ['root/.netrc'] },
  ),
  argument(
    '~/.netrc, written if a test says so',
    `${ON_CLIENTS}RUN [ -n "$API_TOKEN" ] && echo "machine 127.0.0.1 login ci password $API_TOKEN" > ~/.netrc || true\nRUN curl -fsSn -o /app.txt ${FILE}/app\n`,
    { gone: ['root/.netrc'] },
  ),
  argument(
    'a file that was there before',
    `${ON_BASE}RUN printf 'token=@T@\\n' > /etc/app.conf\nRUN sed -i "s|@T@|$API_TOKEN|" /etc/app.conf && wget -qO /app.txt --header "X-Token: $(cut -d= -f2 /etc/app.conf)" ${FILE}/app\n`,
  ),
  argument(
    '~/.netrc in the same RUN, chmod, git',
    `${ON_CLIENTS}RUN echo "machine 127.0.0.1 login ci password $API_TOKEN" > ~/.netrc && chmod 600 ~/.netrc && git clone http://«host»/repo.git /src\n`,
    { gone: ['root/.netrc'] },
  ),
  plain(
    'pip.conf in the same RUN',
    `FROM clients\nARG PIP_TOKEN\nRUN printf '[global]\\nindex-url = http://ci:%s@«host»/simple\\n' "$PIP_TOKEN" > /etc/pip.conf && pip install --no-cache-dir --target /opt/lib hello\n`,
    { buildArgs: { PIP_TOKEN: '«secret»' }, gone: ['etc/pip.conf'] },
  ),
  argument(
    '~/.netrc in an earlier RUN that changes its folder',
    `${ON_CLIENTS}RUN cd /srv && echo "machine 127.0.0.1 login ci password $API_TOKEN" > ~/.netrc\nRUN curl -fsSn -o app.txt ${FILE}/app\n`,
    { gone: ['root/.netrc'] },
  ),
  plain(
    'git clone of a login',
    'FROM clients\nARG GIT_TOKEN\nRUN git clone "http://ci:$GIT_TOKEN@«host»/repo.git" /src\n',
    GIT_ARG,
  ),
  plain(
    'git clone of a login, not quoted',
    'FROM clients\nARG GIT_TOKEN\nRUN cd /srv && git clone --quiet http://ci:${GIT_TOKEN}@«host»/repo.git && cat repo/readme > /readme\n',
    GIT_ARG,
  ),
  plain(
    'git insteadOf in the same RUN',
    'FROM clients\nARG GIT_TOKEN\nRUN git config --global url."http://ci:${GIT_TOKEN}@«host»/".insteadOf "http://«host»/" && git clone http://«host»/repo.git /src\n',
    { ...GIT_ARG, gone: ['root/.gitconfig'] },
  ),
  plain(
    'git insteadOf in an earlier RUN',
    'FROM clients\nARG GIT_TOKEN\nRUN git config --global url."http://ci:${GIT_TOKEN}@«host»/".insteadOf "http://«host»/"\nRUN git clone http://«host»/repo.git /src\n',
    { ...GIT_ARG, gone: ['root/.gitconfig'] },
  ),
  plain(
    'git extraheader',
    'FROM clients\nARG GIT_TOKEN\nRUN git config --global http.extraheader "X-Token: $GIT_TOKEN" && git clone http://«host»/repo.git /src && rm -rf /src/.git/logs\n',
    { ...GIT_ARG, gone: ['root/.gitconfig'] },
  ),
];

const byFile: readonly RewriteCase[] = [
  plain('COPY .npmrc', `FROM tools\nWORKDIR /app\nCOPY package.json .npmrc ./\n${NPM}`, {
    contextFiles: NPMRC,
    gone: ['app/.npmrc'],
  }),
  plain(
    'COPY .npmrc, rm later',
    `FROM tools\nWORKDIR /app\nCOPY package.json ./\nCOPY .npmrc /root/.npmrc\n${NPM}RUN rm /root/.npmrc\n`,
    {
      contextFiles: NPMRC,
      gone: ['root/.npmrc'],
    },
  ),
  plain('ADD of a folder', `FROM clients\nADD home /root/\nRUN curl -fsSn -o /one.txt ${FILE}/one\n`, {
    contextFiles: { 'home/.netrc': NETRC, 'home/other': 'kept\n' },
    gone: ['root/.netrc'],
  }),
  plain('COPY . .', `FROM tools\nWORKDIR /app\nCOPY . .\n${NPM}`, {
    contextFiles: NPMRC,
    gone: ['app/.npmrc'],
  }),
  plain(
    'COPY .netrc',
    `FROM clients\nCOPY .netrc /root/.netrc\nRUN chmod 600 /root/.netrc\nRUN curl -fsSn -o /app.txt ${FILE}/app\n`,
    {
      contextFiles: { '.netrc': NETRC },
      gone: ['root/.netrc'],
    },
  ),
  plain(
    'COPY .netrc, another user',
    `FROM clients\nUSER app\nWORKDIR /home/app\nCOPY .netrc ./\nRUN curl -fsSn -o app.txt ${FILE}/app\n`,
    { contextFiles: { '.netrc': NETRC }, gone: ['home/app/.netrc'] },
  ),
  plain(
    'COPY of a key',
    'FROM clients\nCOPY id_deploy /root/.ssh/id_ed25519\nRUN chmod 600 /root/.ssh/id_ed25519\nRUN test -s ~/.ssh/id_ed25519 && wc -c < ~/.ssh/id_ed25519 > /size\n',
    {
      contextFiles: {
        id_deploy: '«secret»',
      },
      plant: 'openssh-key',
      gone: ['root/.ssh/id_ed25519'],
      silent: true,
    },
  ),
];

const literal: readonly RewriteCase[] = [
  plain(
    'a literal twice',
    `FROM base\nRUN wget -qO /one.txt --header "PRIVATE-TOKEN: «secret»" ${FILE}/one\nRUN wget -qO /two.txt --header "PRIVATE-TOKEN: «secret»" ${FILE}/two\n`,
    { plant: 'gitlab-pat' },
  ),
  plain('a literal as the default of an ARG', `FROM base\nARG API_TOKEN=«secret»\nRUN ${W('one')}\n`, {
    plant: 'gitlab-pat',
  }),
  plain(
    'a literal in RUN',
    `FROM base\nRUN wget -qO /app.txt --header "PRIVATE-TOKEN: «secret»" ${FILE}/app\n`,
    {
      plant: 'gitlab-pat',
    },
  ),
  plain(
    'a literal in single quotes',
    `FROM base\nRUN wget -qO /app.txt --header 'PRIVATE-TOKEN: «secret»' ${FILE}/app\n`,
    {
      plant: 'gitlab-pat',
    },
  ),
  plain(
    'a literal in an address',
    'FROM base\nRUN wget -qO /app.txt http://ci:«secret»@«host»/files/app\n',
    {},
  ),
  plain(
    'a literal that is exported',
    `FROM base\nRUN export API_TOKEN=«secret» && wget -qO /app.txt ${HEADER} ${FILE}/app\n`,
    {
      plant: 'gitlab-pat',
    },
  ),
  plain(
    'a literal in ENV, npm',
    `FROM tools\nENV NPM_TOKEN=«secret»\nWORKDIR /app\nCOPY package.json .npmrc ./\n${NPM}`,
    { plant: 'npm-token', contextFiles: NPMRC_OF_ENV },
  ),
];

const mounted: readonly RewriteCase[] = [
  plain(
    'a copied mount',
    `FROM clients\nRUN --mount=type=secret,id=netrc cp /run/secrets/netrc ~/.netrc && curl -fsSn -o /app.txt ${FILE}/app\n`,
    { secrets: { netrc: NETRC }, gone: ['root/.netrc'], cachedBefore: true },
  ),
  plain(
    'a copied mount, rm later',
    `FROM clients\nRUN --mount=type=secret,id=netrc cat /run/secrets/netrc > /root/.netrc\nRUN curl -fsSn -o /app.txt ${FILE}/app\nRUN rm /root/.netrc\n`,
    { secrets: { netrc: NETRC }, gone: ['root/.netrc'], cachedBefore: true },
  ),
  plain(
    'git clone with a mount',
    'FROM clients\nRUN --mount=type=secret,id=t git clone "http://ci:$(cat /run/secrets/t)@«host»/repo.git" /src\n',
    { secrets: { t: '«secret»' }, cachedBefore: true },
  ),
];

const styles: readonly RewriteCase[] = [
  argument('dotenv: ARG', `${ON_BASE}RUN wget -qO /app.txt ${HEADER} ${FILE}/app\n`, { style: 'dotenv' }),
  argument(
    'dotenv: two secrets',
    `FROM base\nARG API_TOKEN\nARG DB_PASSWORD\nRUN wget -qO /one.txt ${HEADER} ${FILE}/one\nRUN wget -qO /two.txt "http://ci:$DB_PASSWORD@«host»/files/two"\n`,
    { ...TWO, style: 'dotenv' },
  ),
  plain(
    'dotenv: ENV of an index, pip',
    'FROM clients\nARG PIP_TOKEN\nENV PIP_INDEX_URL=http://ci:${PIP_TOKEN}@«host»/simple\nRUN pip install --no-cache-dir --target /opt/lib hello\n',
    { buildArgs: { PIP_TOKEN: '«secret»' }, style: 'dotenv' },
  ),
  argument('the argument kept', `${ON_BASE}RUN wget -qO /app.txt ${HEADER} ${FILE}/app\n`, {
    keepArgument: true,
  }),
];

const INDEXES = {
  UV_DEFAULT_INDEX: 'http://aws:«secret»@«host»/pypi/simple',
  UV_INDEX: 'http://aws:«second»@«host»/private/simple',
};
const PROJECT = {
  'pyproject.toml': '[project]\nname = "app"\n',
  'uv.lock': 'version = 1\n',
  'app.py': 'import hello\n',
};

const cases5: readonly RewriteCase[] = [
  plain(
    'case 1: index addresses with a token',
    `FROM clients
WORKDIR /app
ARG UV_DEFAULT_INDEX
ARG UV_INDEX
ENV UV_DEFAULT_INDEX=\${UV_DEFAULT_INDEX} UV_INDEX=\${UV_INDEX}
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY . .
`,
    { buildArgs: INDEXES, contextFiles: PROJECT },
  ),
  plain(
    'case 2: a decoded file that stays',
    `FROM clients
RUN --mount=type=secret,id=sa base64 -d /run/secrets/sa > /root/.netrc && curl -fsSn -o /app.txt ${FILE}/app
`,
    { secrets: { sa: `«base64:${NETRC}»` }, gone: ['root/.netrc'], cachedBefore: true },
  ),
  plain(
    'case 3: the copy of a proposal',
    `FROM clients
RUN --mount=type=secret,id=github_token \\
    --mount=type=secret,id=npm_token \\
    cat /run/secrets/github_token > /tmp/token && curl -fsS -o /app.txt -H "X-Token: $(cat /tmp/token)" ${FILE}/app
`,
    {
      secrets: { github_token: '«secret»', npm_token: '«second»' },
      gone: ['tmp/token'],
      cachedBefore: true,
    },
  ),
];

export const rewriteCases: readonly RewriteCase[] = [
  ...byArgument,
  ...byScript,
  ...byTools,
  ...byFile,
  ...literal,
  ...mounted,
  ...styles,
  ...cases5,
];
