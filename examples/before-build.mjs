// Builds an image from a Dockerfile that is made on the way, and audits that first, together with the build arguments it
// is about to pass. What can be mended is: the secret then comes by a mount. What cannot ends the build.
//
//   UV_DEFAULT_INDEX=https://… node before-build.mjs [--dry-run]
import { spawnSync } from 'node:child_process';
import { auditDockerfile, fixDockerfile } from 'build-audit';

const buildArguments = Object.fromEntries(
  ['UV_DEFAULT_INDEX', 'UV_INDEX'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);
const names = Object.keys(buildArguments);
const dockerfile = `FROM python:3.13-slim
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/uv
WORKDIR /app
${names.map((name) => `ARG ${name}\nENV ${name}=\${${name}}\n`).join('')}COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY . .
`;

const { text, flags, secrets } = await fixDockerfile({ text: dockerfile }, { buildArguments });
for (const { argument } of secrets) delete buildArguments[argument];

// Of what is about to be built, not of what was thought of.
const audit = auditDockerfile({ text }, { buildArguments, signal: AbortSignal.timeout(30_000) });
for await (const { severity, message, location, secret } of audit.findings)
  console.error(`${severity}: line ${location.startLine}: ${secret.name ?? 'a secret'}: ${message}`);
const { findings, complete } = await audit;
if (!complete || findings.some(({ suppressed }) => suppressed === undefined)) {
  console.error('not built: a secret would stay in the image');
  process.exit(1);
}

// A secret is named, docker takes its value from the environment; the values of build arguments too.
const passed = Object.keys(buildArguments).flatMap((name) => ['--build-arg', name]);
const command = ['build', '--file', '-', ...flags, ...passed, '.'];
console.log(`docker ${command.join(' ')}`);
if (process.argv.includes('--dry-run')) console.log(text);
else
  process.exit(
    spawnSync('docker', command, { input: text, stdio: ['pipe', 'inherit', 'inherit'] }).status ?? 1,
  );
