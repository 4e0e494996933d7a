import { expect, test } from 'vitest';
import { DEFAULT_GATE } from '../../src/audit/gate.ts';
import { runDockerfiles } from '../../src/audit/run-dockerfiles.ts';
import { showBuilds } from '../../src/report/builds-pages.ts';
import { reporters } from '../../src/report/index.ts';
import { folderWith } from '../support/folder.ts';

/** Passwords of no known format, that only a name gives away. */
const PASSWORDS = ['Summer2024', 'hunter2', '839201'];
const steps = (text: string) => `jobs:\n  a:\n    steps:\n      - ${text.replaceAll('\n', '\n        ')}\n`;
const WORKFLOW = '.github/workflows/a.yml';
const ACTION = 'uses: docker/build-push-action@v6\nwith:\n  context: .\n';

/** Where a password can stand, by the file that it stands in. */
const PLACES: readonly (readonly [string, string, (secret: string) => string])[] = [
  ['a default', 'b.sh', (s) => `docker build --build-arg A=\${DB_PASSWORD:-${s}} .\n`],
  ['a variable', 'b.sh', (s) => `DB_PASSWORD=${s}; docker build --build-arg A=$DB_PASSWORD .\n`],
  [
    'a variable of one command',
    'b.sh',
    (s) => `NPM_TOKEN=${s} docker build --secret id=npm,env=NPM_TOKEN .\n`,
  ],
  ['a URL', 'b.sh', (s) => `docker build https://user:${s}@github.com/x/y.git\n`],
  ['a word that is no argument', 'b.sh', (s) => `docker build --build-arg DB_PASSWORD:${s} .\n`],
  [
    'a default of compose',
    'compose.yml',
    (s) => `services:\n  w:\n    build: {args: {A: "\${DB_PASSWORD:-${s}}"}}\n`,
  ],
  ['an action', WORKFLOW, (s) => steps(`${ACTION}  secrets: npmm=${s}`)],
  [
    'an action that is given a colon',
    WORKFLOW,
    (s) => steps(`${ACTION}  build-args: |\n    DB_PASSWORD: ${s}`),
  ],
  ['a quoted secret', WORKFLOW, (s) => steps(`${ACTION}  secrets: |\n    "npm=aaa\n    ${s}=\n    x"`)],
  ['an alternative', WORKFLOW, (s) => steps(`run: docker build --build-arg A=\${{ secrets.X || '${s}' }} .`)],
  [
    'variables of GitLab',
    '.gitlab-ci.yml',
    (s) => `variables: {DB_PASSWORD: ${s}}\nx:\n  script: ["docker build --build-arg A=$DB_PASSWORD ."]\n`,
  ],
  ['make', 'Makefile', (s) => `DB_PASSWORD = ${s}\nx:\n\tdocker build --build-arg A=$(DB_PASSWORD) .\n`],
  ['just', 'justfile', (s) => `db_password := "${s}"\nx:\n  docker build --build-arg A={{db_password}} .\n`],
  [
    'Cloud Build',
    'cloudbuild.yaml',
    (s) =>
      `substitutions: {_DB_PASSWORD: ${s}}\nsteps:\n  - name: gcr.io/cloud-builders/docker\n    args: [build, --build-arg, 'A=$_DB_PASSWORD', .]\n`,
  ],
  [
    'CircleCI',
    '.circleci/config.yml',
    (s) =>
      `jobs:\n  a:\n    environment: {DB_PASSWORD: ${s}}\n    steps: [{run: "docker build --build-arg A=$DB_PASSWORD ."}]\n`,
  ],
  [
    'Azure',
    'azure-pipelines.yml',
    (s) => `variables: {dbPassword: ${s}}\nsteps:\n  - script: docker build --build-arg A=$(dbPassword) .\n`,
  ],
  [
    'CodeBuild',
    'buildspec.yml',
    (s) =>
      `version: 0.2\nenv:\n  variables: {DB_PASSWORD: ${s}}\nphases:\n  build:\n    commands: ["docker build --build-arg A=$DB_PASSWORD ."]\n`,
  ],
  [
    'a Taskfile',
    'Taskfile.yml',
    (s) =>
      `vars: {DB_PASSWORD: ${s}}\ntasks:\n  a:\n    cmds: ["docker build --build-arg A={{.DB_PASSWORD}} ."]\n`,
  ],
  [
    'a dev container',
    '.devcontainer.json',
    (s) => `{"build":{"dockerfile":"Dockerfile","args":{"A":"\${localEnv:NPM_TOKEN:${s}}"}}}`,
  ],
  [
    'TypeScript',
    'b.ts',
    (s) => `docker.buildImage('.', {buildargs: {DB_PASSWORD: process.env.DB_PASSWORD ?? '${s}'}});\n`,
  ],
  [
    'Python',
    'b.py',
    (s) => `DB_PASSWORD = "${s}"\nclient.images.build(path=".", buildargs={"A": DB_PASSWORD})\n`,
  ],
  [
    'Terraform',
    'main.tf',
    (s) =>
      `resource "docker_image" "x" {\n  build {\n    context    = "."\n    build_args = { DB_PASSWORD = "${s}" }\n  }\n}\n`,
  ],
  [
    'Bake',
    'docker-bake.hcl',
    (s) =>
      `variable "DB_PASSWORD" { default = "${s}" }\ntarget "default" {\n  args = { A = DB_PASSWORD }\n}\n`,
  ],
];

test.each(PLACES)('a password in %s is in no output', async (_, path, content) => {
  for (const password of PASSWORDS) {
    const folder = await folderWith({
      Dockerfile: 'FROM alpine\nARG A\nARG DB_PASSWORD\nRUN true\n',
      [path]: content(password),
    });
    const run = await runDockerfiles([folder], { ...DEFAULT_GATE, minConfidence: 'possible' });
    const page = { width: 100, colour: false };
    const pieces = [showBuilds(run, 'text', page), showBuilds(run, 'json', page)];
    for (const format of ['text', 'json'] as const)
      (await reporters[format]())(run.report, {
        write: (text) => pieces.push(text),
        ...page,
        excerpt: run.excerpt,
      });
    expect(pieces.join('')).not.toContain(password);
    expect(run.builds.length).toBeGreaterThan(0);
  }
});
