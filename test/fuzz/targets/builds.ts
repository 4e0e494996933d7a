import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BuildReader } from '../../../src/build/build-file.ts';
import type { BuildPath } from '../../../src/build/build-path.ts';
import { mentionsBuilds, readerOf } from '../../../src/build/readers.ts';
import { Repository } from '../../../src/build/repository.ts';
import { SourceText } from '../../../src/dockerfile/source-text.ts';
import { buildFiles, literalsIn } from '../seeds.ts';
import { ensure, type Target } from '../target.ts';

/** Files of a kind, read as a repository's are. The first byte of an input chooses among the paths. */
interface Kind {
  name: string;
  most?: number;
  patience?: number;
  paths: readonly string[];
  /** Which files of the test tables are of this kind. */
  like: RegExp;
  sources: readonly string[];
  /** Test files that hold further ones. */
  tests?: readonly string[];
  seeds?: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    name: 'compose',
    paths: ['compose.yaml', 'docker-compose.override.yml'],
    like: /compose[\w.-]*\.ya?ml$/,
    sources: ['src/build/compose/', 'src/build/yaml/'],
  },
  {
    name: 'workflows',
    paths: ['.github/workflows/a.yml', 'action.yml'],
    like: /\.(?:github|gitea|forgejo)\/|action\.ya?ml$/,
    sources: ['src/build/ci/', 'src/build/yaml/', 'src/build/script/'],
  },
  {
    name: 'pipelines',
    paths: [
      '.gitlab-ci.yml',
      'azure-pipelines.yml',
      '.circleci/config.yml',
      'cloudbuild.yaml',
      'buildspec.yml',
      'bitbucket-pipelines.yml',
      '.drone.yml',
      'Taskfile.yml',
      'skaffold.yaml',
      '.goreleaser.yml',
    ],
    like: /gitlab|azure|circleci|cloud-?build|buildspec|bitbucket|drone|woodpecker|travis|cirrus|appveyor|askfile|skaffold|goreleaser/i,
    sources: ['src/build/ci/', 'src/build/yaml/', 'src/build/script/', 'src/build/platform/'],
  },
  {
    name: 'bake',
    paths: ['docker-bake.hcl', 'docker-bake.json'],
    like: /bake[\w.-]*\.(?:hcl|json)$/,
    tests: ['test/build/bake.test.ts', 'test/build/hcl.test.ts'],
    sources: ['src/build/bake/', 'src/build/hcl/'],
  },
  {
    name: 'json-files',
    paths: ['package.json', '.devcontainer/devcontainer.json', 'fly.toml'],
    like: /package\.json$|devcontainer\.json$|fly[\w.-]*\.toml$/,
    sources: ['src/build/tasks/read-package-json.ts', 'src/build/platform/', 'src/build/yaml/'],
  },
  {
    name: 'make',
    paths: ['Makefile', 'justfile'],
    like: /akefile|\.mk$|justfile|\.just$/,
    sources: ['src/build/tasks/', 'src/build/script/'],
  },
  {
    name: 'build-scripts',
    paths: ['build.sh', 'scripts/build'],
    like: /\.(?:sh|bash|zsh)$/,
    sources: ['src/build/script/', 'src/build/command/', 'src/shell/'],
  },
  {
    name: 'windows-scripts',
    paths: ['build.ps1', 'build.cmd'],
    like: /\.(?:psm?1|cmd|bat)$/,
    sources: ['src/build/tasks/read-windows.ts', 'src/build/script/'],

    seeds: [
      'docker build --build-arg A=$env:B .\n',
      'set "A=%B%"\ndocker build --build-arg A=%A% ^\n  .\n',
      '$a = @("--build-arg", "A=$env:B")\n& docker build @a .\n',
    ],
  },
  {
    name: 'javascript',
    most: 4096,
    // Of src/build/code/budget.ts.
    patience: 4000,
    paths: ['build.ts', 'index.js'],
    tests: ['test/build/code/javascript.test.ts'],
    like: /\.[cm]?[jt]sx?$/,
    seeds: [
      'import { execSync } from "child_process";\nconst args = ["--build-arg", `A=${process.env.B}`];\nexecSync(`docker build ${args.join(" ")} .`);\n',
      'spawn("docker", ["build", ...(ci ? ["--secret", "id=a,env=B"] : []), "."], { cwd: __dirname });\n',
      'new docker.Image("a", { build: { context: ".", args: { A: process.env.B ?? "x" }, dockerfile: "./Dockerfile" } });\n',
    ],
    sources: ['src/build/code/'],
  },
  {
    name: 'python',
    most: 4096,
    // Of src/build/code/budget.ts.
    patience: 4000,
    paths: ['build.py', 'Tiltfile'],
    tests: ['test/build/code/python.test.ts', 'test/build/code/tilt.test.ts'],
    like: /\.py$|iltfile$/,
    seeds: [
      'import os, subprocess\nargs = ["docker", "build"]\nargs += ["--build-arg", f"A={os.environ[\'B\']}"]\nsubprocess.run(args + ["."], check=True)\n',
      'client.images.build(path=".", buildargs={"A": os.getenv("B", "x")}, tag="a")\n',
      'docker_build("a", ".", build_args={"A": os.environ.get("B")}, secret=["id=a,env=B"])\nlocal("docker build --build-arg A=%s ." % x)\n',
    ],
    sources: ['src/build/code/'],
  },
  {
    name: 'terraform',
    most: 4096,
    // Of src/build/code/budget.ts.
    patience: 4000,
    paths: ['main.tf', 'Jenkinsfile'],
    tests: ['test/build/code/terraform.test.ts', 'test/build/code/jenkins.test.ts'],
    like: /\.tf$|enkinsfile|\.groovy$/,
    seeds: [
      'resource "docker_image" "a" {\n  name = "a"\n  build {\n    context = "."\n    build_args = { A = var.b }\n  }\n}\nvariable "b" { sensitive = true }\n',
      'pipeline { environment { B = credentials("b") }\n stages { stage("x") { steps { sh "docker build --build-arg A=${B} ." } } } }\n',
    ],
    sources: ['src/build/code/', 'src/build/hcl/'],
  },
];

let folder: string | undefined;

/** An empty folder, gone at the end. */
function emptyFolder(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'audit-fuzz-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}

function targetOf({ paths, like, seeds = [], tests = [], ...kind }: Kind): Target {
  const readers = new Map<string, BuildReader | undefined>();
  return {
    ...kind,
    seeds: () => [
      ...buildFiles(like).map(({ path, text }) => {
        const index = paths.findIndex(
          (one) => one.split('.').at(-1) === path.split('.').at(-1) && similar(one, path),
        );
        return `${String.fromCharCode(Math.max(0, index))}${text}`;
      }),
      ...[...seeds, ...literalsIn(...tests)].flatMap((seed) =>
        paths.map((_, index) => `${String.fromCharCode(index)}${seed}`),
      ),
      ...paths.map((_, index) => String.fromCharCode(index)),
    ],
    async run(input) {
      const path = paths[(input[0] ?? 0) % paths.length] ?? '';
      if (!readers.has(path)) readers.set(path, await readerOf(path));
      const read = readers.get(path);
      ensure(read !== undefined, `nobody reads ${path}`);
      checkBuilds(read, path, input.toString('utf8', 1));
    },
  };
}

function similar(one: string, other: string): boolean {
  const stem = (path: string) => /[a-z]{4,}/i.exec(path.split('/').at(-1) ?? '')?.[0].toLowerCase();
  return stem(one) === stem(other);
}

function checkBuilds(read: BuildReader, path: string, text: string): void {
  if (!mentionsBuilds(path, text)) return;
  const file = join(emptyFolder(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  try {
    readBuilds(read, path, text);
  } finally {
    rmSync(file);
  }
}

function readBuilds(read: BuildReader, path: string, text: string): void {
  const source = new SourceText(path, text);
  const tell = ({ what, reason }: { what: string; reason: string }) => {
    ensure(what.includes(path), 'a problem of another file');
    ensure(!/[\n\0]/.test(reason), 'a reason of several lines');
  };
  const repository = new Repository(emptyFolder(), tell);
  let builds: BuildPath[];
  try {
    builds = read({ source, path, repository, tell });
  } catch (error) {
    // What is nested deeper than the stack: whoever calls a reader tells that.
    if (error instanceof RangeError && error.message === 'Maximum call stack size exceeded') return;
    throw error;
  }
  for (const { at, dockerfile, target, args, secrets, ssh, labels, unknown } of builds)
    for (const place of [
      at,
      dockerfile.at,
      ...(target ? [target.at] : []),
      ...[...args, ...secrets, ...ssh, ...labels, ...unknown].map((one) => one.at),
    ]) {
      const { start, end, source: of } = place;
      ensure(
        start >= 0 && start <= end && end <= of.text.length,
        `a place from ${start} to ${end} of ${of.text.length}`,
      );
    }
}

export const targets: readonly Target[] = KINDS.map(targetOf);
