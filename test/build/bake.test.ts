import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBake } from '../../src/build/bake/read-bake.ts';
import { type BuildPath, placeText } from '../../src/build/build-path.ts';
import type { BuildProblem } from '../../src/build/build-problem.ts';
import { Repository } from '../../src/build/repository.ts';
import { buildsInScript } from '../../src/build/script/follow.ts';
import type { Value } from '../../src/build/value.ts';
import { MappedText } from '../../src/dockerfile/mapped-text.ts';
import { SourceText } from '../../src/dockerfile/source-text.ts';
import { tempFolder } from '../support/images/temp.ts';
import { quickest } from '../support/quickest.ts';

type Files = Readonly<Record<string, string>>;

async function repositoryOf(files: Files): Promise<{ repository: Repository; problems: BuildProblem[] }> {
  const folder = await tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const problems: BuildProblem[] = [];
  const repository = new Repository(folder, (problem) => problems.push(problem));
  return { repository, problems };
}

/** What the reader of one of the files gives. */
async function readFiles(
  files: Files,
  path: string,
): Promise<{ builds: BuildPath[]; problems: BuildProblem[] }> {
  const { repository, problems } = await repositoryOf(files);
  const source = new SourceText(path, files[path] ?? '');
  const builds = readBake({ source, path, repository, tell: (problem) => problems.push(problem) });
  return { builds, problems };
}

async function read(text: string): Promise<BuildPath[]> {
  const { builds, problems } = await readFiles({ 'docker-bake.hcl': text }, 'docker-bake.hcl');
  expect(problems).toEqual([]);
  return builds;
}

/** The only target of a text. */
async function only(text: string): Promise<BuildPath> {
  const [build, ...others] = await read(text);
  expect(others).toEqual([]);
  if (build === undefined) throw new Error('no build');
  return build;
}

/** What a script's bake commands build. */
async function run(script: string, files: Files): Promise<BuildPath[]> {
  const { repository } = await repositoryOf(files);
  const source = new SourceText('build.sh', script);
  return buildsInScript(MappedText.of(script, 0), { source, repository, path: 'build.sh', folders: ['.'] });
}

function said(value: Value): string {
  return value
    .map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'variable'
        ? `$${part.name}`
        : `<${part.kind === 'unknown' || part.kind === 'changing' ? part.what : part.kind}>`;
    })
    .join('');
}

function argsOf({ args }: BuildPath): Record<string, string> {
  return Object.fromEntries(args.map(({ name, value }) => [name, said(value)]));
}

/** `a = …` as what an argument comes to. */
async function argument(expression: string, before = ''): Promise<string | undefined> {
  return argsOf(await only(`${before}\ntarget "app" {\n  args = { a = ${expression} }\n}\n`))['a'];
}

const textOf = ({ source, start, end }: BuildPath['at']): string => source.text.slice(start, end);

describe('a target', () => {
  const text = `target "app" {
  context = "services/app"
  dockerfile = "docker/Dockerfile"
  target = "release"
  args = {
    VERSION = 3.10
    DEBUG = true
    TOKEN = null
    URL = "https://npm.example.com"
  }
  secret = ["id=npm,src=.npmrc", "type=env,id=GH", { id = "aws", env = "AWS_TOKEN" }, { type = "env", id = "x", src = "y" }, "id=bare"]
  ssh = ["default", "key=./id", { id = "other", paths = ["a"] }]
  labels = { "org.example.by" = "me" }
  annotations = ["manifest:org.example.at=noon"]
  attest = ["type=sbom,disabled=true", { type = "provenance", mode = "max" }]
}
`;

  test('hands over what it says, each with its place', async () => {
    const build = await only(text);
    expect(build).toMatchObject({
      how: 'target app',
      builder: 'buildkit',
      context: 'services/app',
      record: false,
      unknown: [],
    });
    expect(textOf(build.at)).toBe('target "app"');
    expect(build.dockerfile).toMatchObject({ kind: 'path', candidates: ['services/app/docker/Dockerfile'] });
    expect(argsOf(build)).toEqual({ VERSION: '3.1', DEBUG: 'true', URL: 'https://npm.example.com' });
    expect(build.args.map(({ at }) => textOf(at))).toEqual([
      'VERSION = 3.10',
      'DEBUG = true',
      'URL = "https://npm.example.com"',
    ]);
    expect(
      build.secrets.map(({ id, from, at }) => [id, from && `${from.kind} ${said(from.value)}`, textOf(at)]),
    ).toEqual([
      ['npm', 'file .npmrc', '"id=npm,src=.npmrc"'],
      ['GH', 'variable $GH', '"type=env,id=GH"'],
      ['aws', 'variable $AWS_TOKEN', '{ id = "aws", env = "AWS_TOKEN" }'],
      ['x', 'file y', '{ type = "env", id = "x", src = "y" }'],
      ['bare', undefined, '"id=bare"'],
    ]);
    expect(build.ssh.map(({ id }) => id)).toEqual(['default', 'key', 'other']);
    expect(build.labels.map(({ name, value }) => `${name}=${said(value)}`)).toEqual([
      'org.example.by=me',
      'manifest:org.example.at=noon',
    ]);
    expect(build.provenance?.mode).toBe('max');
    expect(build.target && said(build.target.value)).toBe('release');
  });

  test('is the same in JSON', async () => {
    const json = JSON.stringify(
      {
        variable: { V: { default: '1' } },
        target: {
          app: {
            context: 'x',
            args: { A: 'v${V}', B: null, N: 7, 'C D': true },
            secret: ['id=a', { id: 'b', env: 'B' }],
          },
        },
      },
      null,
      2,
    );
    const { builds, problems } = await readFiles({ 'docker-bake.json': json }, 'docker-bake.json');
    expect(problems).toEqual([]);
    const [build] = builds;
    expect(build && argsOf(build)).toEqual({ A: 'v1', N: '7', 'C D': 'true' });
    expect(build?.secrets.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(build?.dockerfile).toMatchObject({ candidates: ['x/Dockerfile'] });
    expect(build && placeText(build.args[0]?.at ?? build.at)).toBe('docker-bake.json:11:9');
  });

  test('may have its Dockerfile in itself', async () => {
    const build = await only(
      'variable "BASE" { default = "alpine" }\ntarget "app" {\n  dockerfile-inline = <<-EOT\n    FROM ${BASE}\n    RUN echo $${X}\n  EOT\n}\n',
    );
    const { dockerfile } = build;
    expect(dockerfile).toMatchObject({ kind: 'inline', text: { text: 'FROM alpine\nRUN echo ${X}\n' } });
    if (dockerfile.kind !== 'inline') return;
    const { source } = dockerfile.at;
    const at = dockerfile.text.offsetAt(dockerfile.text.text.indexOf('RUN'));
    expect(source.position(at)).toEqual({ line: 5, column: 5 });
    expect(source.position(dockerfile.text.offsetAt(9))).toEqual({ line: 4, column: 12 });
  });

  test('may take its Dockerfile from a variable of another file', async () => {
    const files = {
      'docker-bake.hcl':
        'target "app" {\n  dockerfile-inline = TEXT\n}\ntarget "b" { dockerfile-inline = null }\n',
      'docker-bake.override.hcl': '# first\nvariable "TEXT" {\n  default = "FROM a\\nRUN b"\n}\n',
    };
    const { builds } = await readFiles(files, 'docker-bake.hcl');
    const [{ dockerfile } = { dockerfile: undefined }, other] = builds;
    if (dockerfile?.kind !== 'inline') throw new Error('no text');
    expect(dockerfile.at.source.path).toMatch(/docker-bake\.override\.hcl$/);
    const at = dockerfile.text.offsetAt(dockerfile.text.text.indexOf('RUN'));
    expect(dockerfile.at.source.position(at)).toEqual({ line: 3, column: 22 });
    expect(other?.dockerfile.kind).toBe('path');
  });

  test('whose inlined Dockerfile holds what is not known says so', async () => {
    const build = await only('variable "BASE" {}\ntarget "app" {\n  dockerfile-inline = "FROM ${BASE}"\n}\n');
    expect(build.dockerfile).toMatchObject({ kind: 'inline', text: { text: 'FROM ${BASE}' } });
    expect(build.unknown.map(({ what }) => what)).toEqual(['$BASE']);
  });

  test.each([
    ['', ['sub/Dockerfile', 'Dockerfile']],
    ['context = ".."', ['Dockerfile']],
    ['dockerfile = "cwd://D"', ['sub/D', 'D']],
    ['context = "cwd://a"', ['sub/a/Dockerfile', 'a/Dockerfile']],
  ])('of a folder is looked for from there, then from the root: %s', async (said, candidates) => {
    const { builds } = await readFiles(
      { 'sub/docker-bake.hcl': `target "a" { ${said} }` },
      'sub/docker-bake.hcl',
    );
    expect(builds[0]?.dockerfile).toMatchObject({ kind: 'path', candidates });
  });

  test.each(['context = "https://github.com/a/b.git"', 'context = UNKNOWN', 'dockerfile = sha256("a")'])(
    'whose Dockerfile is not known says so: %s',
    async (said) => {
      expect((await only(`target "a" {\n ${said}\n}`)).dockerfile.kind).toBe('unknown');
    },
  );
});

describe('variables', () => {
  test.each([
    ['default = "x"', 'V', 'x'],
    ['default = 8080', 'V', '8080'],
    ['', 'V', '$V'],
    ['default = ""', 'V', '$V'],
    ['default = null', 'V', '$V'],
    ['default = ["a", "b"]', 'join("-", V)', 'a-b'],
    ['default = { k = "v" }', 'V.k', 'v'],
    ['default = "${V}x"', 'V', '<V>x'],
    ['default = timestamp()', 'V', '<the time>'],
  ])('variable "V" { %s } as %s is %s', async (body, expression, wanted) => {
    expect(await argument(expression, `variable "V" {\n${body}\n}`)).toBe(wanted);
  });

  test("that are secret by their name are the environment's, whatever their default", async () => {
    expect(await argument('"x-${NPM_TOKEN}"', 'variable "NPM_TOKEN" { default = "changeme" }')).toBe(
      'x-$NPM_TOKEN',
    );
  });

  test('that are empty still make a path', async () => {
    const build = await only('variable "PREFIX" { default = "" }\ntarget "a" { context = "${PREFIX}app" }');
    expect(build.context).toBe('app');
  });

  test('may be set at the top of the file', async () => {
    expect(await argument('common.x', 'common = { x = "1" }')).toBe('1');
  });
});

describe('expressions', () => {
  test.each([
    ['upper("a")', 'A'],
    ['lower(TOKEN)', '$TOKEN'],
    ['base64encode(TOKEN)', '$TOKEN'],
    ['trimspace(" a ")', 'a'],
    ['replace("a.b", ".", "-")', 'a-b'],
    ['format("%s:%d-%%", "a", 1)', 'a:1-%'],
    ['format("x-%s", TOKEN)', 'x-$TOKEN'],
    ['sanitize("a.b/c")', 'a_b_c'],
    ['length(["a", "b"])', '2'],
    ['element(["a", "b"], 3)', 'b'],
    ['join(",", concat(["a"], ["b", TOKEN]))', 'a,b,$TOKEN'],
    ['merge({ k = "1" }, { k = "2" }).k', '2'],
    ['coalesce(null, "b")', 'b'],
    ['try(nowhere.x, "d")', 'd'],
    ['timestamp()', '<the time>'],
    ['formatdate("YYYY", timestamp())', '<the time>'],
    ['uuidv4()', '<a random value>'],
    ['sha256("a")', '<sha256(…)>'],
    ['split(",", "a,b")[1]', 'b'],
    ['equal("a", "a")', 'true'],
    ['not(or(false, and(true, true)))', 'false'],
    ['notequal(1, 2) ? "yes" : "no"', 'yes'],
    ['1 + 2 * 3', '7'],
    ['"a" == "b" || !true ? 1 : 2', '2'],
    ['TOKEN != "" ? TOKEN : "none"', '$TOKEN'],
    ['TOKEN != "" ? "a" : "b"', '<what $TOKEN decides>'],
    ['TOKEN != "" ? "a" : "a"', 'a'],
    ['MODE == "dev" ? "a" : "b"', 'a'],
    ['MODE == "dev" ? "a" : TOKEN', '$TOKEN'],
    ['"%{ if MODE == "dev" }d%{ else }p%{ endif }"', 'd'],
    ['[for x in ["a"] : x][0]', '<a part that is not known>'],
    ['twice("a")', 'aa'],
    ['rest("a", "b", "c")', 'b+c'],
    ['endless("a")', '<too tangled an expression>'],
  ])('%s is %s', async (expression, wanted) => {
    const before = `variable "TOKEN" {}
variable "MODE" { default = "dev" }
function "twice" {
  params = [x]
  result = "\${x}\${x}"
}
function "rest" {
  params = [x]
  variadic_params = y
  result = join("+", y)
}
function "endless" {
  params = [x]
  result = endless(x)
}`;
    expect(await argument(expression, before)).toBe(wanted);
  });

  test('a part of another target is what its own block says', async () => {
    const builds = await read(
      'target "a" {\n args = { X = "1" }\n}\ntarget "b" {\n args = { Y = target.a.args.X }\n}',
    );
    expect(builds.map(argsOf)).toEqual([{ X: '1' }, { Y: '1' }]);
  });

  test('what the environment decides may be there is told', async () => {
    const build = await only(`variable "TOKEN" {}
variable "CI" { default = "false" }
target "a" {
  secret = TOKEN != "" ? ["id=token,env=TOKEN", "id=x"] : ["id=x"]
  args = merge({ A = "1" }, CI == "true" ? { B = TOKEN } : {})
  ssh = CI == "true" ? ["default"] : null
  labels = unheard(1)
}`);
    expect(build.secrets.map(({ id }) => id)).toEqual(['x']);
    expect(argsOf(build)).toEqual({ A: '1' });
    expect(build.unknown.map(({ what, at }) => `${what} ${placeText(at)}`)).toEqual([
      'what $TOKEN decides docker-bake.hcl:4:12',
      'what the environment decides docker-bake.hcl:5:29',
      'what the environment decides docker-bake.hcl:6:9',
      'labels docker-bake.hcl:7:3',
    ]);
  });
});

describe('targets', () => {
  test('inherit, the later over the earlier, maps by key; null leaves what was', async () => {
    const [build] = await read(`group "default" { targets = ["app"] }
target "a" {
  args = { X = "a", Y = "a", Z = "a" }
  secret = ["id=s,src=a"]
  dockerfile = "A"
}
target "b" {
  args = { Y = "b" }
  dockerfile = "B"
}
target "app" {
  inherits = ["a", "b", "nowhere"]
  args = { Z = "app", X = null }
  secret = ["id=s,src=app", "id=t"]
}`);
    expect(build && argsOf(build)).toEqual({ X: 'a', Y: 'b', Z: 'app' });
    expect(build?.secrets.map(({ id, from }) => [id, from && said(from.value)])).toEqual([
      ['s', 'app'],
      ['t', undefined],
    ]);
    expect(build?.dockerfile).toMatchObject({ candidates: ['B'] });
    expect(build?.unknown.map(({ what }) => what)).toEqual(['the target nowhere']);
  });

  test('that are only inherited are not built, but for those that are asked for or are contexts', async () => {
    const builds = await read(`group "default" { targets = ["shared"] }
target "_common" {}
target "shared" { inherits = ["_common"] }
target "linked" { inherits = ["_common"] }
target "app" {
  inherits = ["shared", "linked"]
  contexts = { base = "target:linked" }
}`);
    expect(builds.map(({ how }) => how)).toEqual(['target shared', 'target linked', 'target app']);
  });

  test('that inherit themselves end', async () => {
    expect(
      await read(
        'target "a" { inherits = ["b"] }\ntarget "b" { inherits = ["a"] }\ntarget "default" { inherits = ["default"] }',
      ),
    ).toHaveLength(1);
  });

  test('of a matrix are one a combination', async () => {
    const builds = await read(`target "app" {
  name = "app-\${sanitize(v)}-\${item.os}"
  matrix = { v = ["1.0", "2"], item = [{ os = "a" }, { os = "b" }] }
  args = { V = v, OS = item.os }
}`);
    expect(builds.map((build) => [build.how, argsOf(build)])).toEqual([
      ['target app-1_0-a', { V: '1.0', OS: 'a' }],
      ['target app-2-a', { V: '2', OS: 'a' }],
      ['target app-1_0-b', { V: '1.0', OS: 'b' }],
      ['target app-2-b', { V: '2', OS: 'b' }],
    ]);
  });

  test('of a matrix are at most fifty, and the rest is told', async () => {
    const text = `target "a" {\n name = "a\${x}"\n matrix = { x = [${Array.from({ length: 60 }, (_, at) => at).join()}] }\n}`;
    const { builds, problems } = await readFiles({ 'docker-bake.hcl': text }, 'docker-bake.hcl');
    expect(builds).toHaveLength(50);
    expect(problems).toMatchObject([{ what: 'docker-bake.hcl:1:1', grave: true }]);
  });

  test('of a matrix that is not known are one', async () => {
    const build = await only('variable "XS" {}\ntarget "a" {\n matrix = { x = XS }\n args = { X = x }\n}');
    expect([argsOf(build), build.unknown.map(({ what }) => what)]).toEqual([
      { X: '<x>' },
      ['the values of x'],
    ]);
  });
});

describe('files that are read together', () => {
  const files = {
    'docker-bake.hcl': 'variable "V" { default = "1" }\ntarget "app" {\n args = { V = V, W = "hcl" }\n}',
    'docker-bake.override.hcl': 'variable "V" { default = "2" }\ntarget "app" {\n args = { W = "over" }\n}',
    'docker-bake.json': '{"target": {"base": {"args": {"B": "json"}}, "app": {"inherits": ["base"]}}}',
  };

  test('are told once, by the first, with places in each', async () => {
    const { builds } = await readFiles(files, 'docker-bake.json');
    const [app] = builds;
    expect(builds).toHaveLength(1);
    expect(app && argsOf(app)).toEqual({ B: 'json', V: '2', W: 'over' });
    expect(app?.args.map(({ at }) => at.source.path.replace(/^.*\//, ''))).toEqual([
      'docker-bake.json',
      'docker-bake.hcl',
      'docker-bake.override.hcl',
    ]);
    for (const other of ['docker-bake.hcl', 'docker-bake.override.hcl'])
      expect((await readFiles(files, other)).builds).toEqual([]);
  });

  test('an override alone gives nothing, and that is told', async () => {
    const { builds, problems } = await readFiles(
      { 'docker-bake.override.hcl': 'target "a" {}' },
      'docker-bake.override.hcl',
    );
    expect([builds, problems.length]).toEqual([[], 1]);
  });

  test('a file of another name stands alone', async () => {
    const { builds } = await readFiles(
      { ...files, 'docker-bake.prod.hcl': 'target "p" {}' },
      'docker-bake.prod.hcl',
    );
    expect(builds.map(({ how }) => how)).toEqual(['target p']);
  });
});

describe('a bake command', () => {
  const files = {
    'docker-bake.hcl': `variable "VERSION" { default = "1" }
group "default" { targets = ["app", "tools"] }
target "base" {
  args = { B = "base" }
  secret = ["id=npm,src=.npmrc"]
}
target "app" {
  inherits = ["base"]
  dockerfile = "app.Dockerfile"
  args = { V = VERSION }
}
target "tools" {}
`,
    'ci/bake.hcl': 'target "ci" {\n args = { T = "x" }\n}\n',
  };
  const bake = async (script: string): Promise<BuildPath[]> => run(script, files);

  test.each([
    'docker buildx bake',
    'docker buildx bake --push app',
    'docker bake -f docker-bake.hcl default',
    'depot bake --load',
  ])('that changes nothing gives nothing: %s', async (script) => {
    expect(await bake(script)).toEqual([]);
  });

  test('gives a target that nothing else builds', async () => {
    expect((await bake('docker buildx bake base')).map(({ how }) => how)).toEqual([
      'docker buildx bake base',
    ]);
  });

  test('sets arguments of what it builds', async () => {
    const script =
      'docker buildx bake app --set app.args.TOKEN=$NPM_TOKEN --set "*.args.B=x" --set other.args.C=y --set app.args.D';
    const [build, ...others] = await bake(script);
    expect(others).toEqual([]);
    expect(build?.how).toBe('docker buildx bake app');
    expect(build && textOf(build.at)).toBe(script);
    expect(build && argsOf(build)).toEqual({ B: 'x', V: '1', TOKEN: '$NPM_TOKEN', D: '$D' });
    expect(build?.args.filter(({ name }) => name === 'TOKEN').map(({ at }) => textOf(at))).toEqual([
      'app.args.TOKEN=$NPM_TOKEN',
    ]);
    expect(build?.dockerfile).toMatchObject({ candidates: ['app.Dockerfile'] });
  });

  test.each([
    ["--set '*.secrets=id=a,env=A' --set '*.secrets=id=b'", 'a=$A b='],
    ["--set '*.secrets+=id=a,env=A'", 'npm=.npmrc a=$A'],
    ['--set app.secret.npm=src=other', 'npm=other'],
    ['--set app.secret.npm=env=TOKEN', 'npm=$TOKEN'],
    ['--set app.secrets=', ''],
  ])('sets secrets: %s', async (flags, wanted) => {
    const [build] = await bake(`docker buildx bake app ${flags}`);
    expect(
      build?.secrets.map(({ id, from }) => `${id}=${from === undefined ? '' : said(from.value)}`).join(' '),
    ).toBe(wanted);
  });

  test('sets all else', async () => {
    const [build] = await bake(
      'docker buildx bake app --set app.target=dev --set app.context=sub --set app.dockerfile=D --set app.labels.l=1 --set app.ssh=default --set app.annotations=a=b --set app.attest=type=provenance,mode=max',
    );
    expect(build).toMatchObject({
      context: 'sub',
      dockerfile: { candidates: ['sub/D'] },
      target: { value: [{ text: 'dev' }] },
      ssh: [{ id: 'default' }],
      labels: [{ name: 'l' }, { name: 'a' }],
      provenance: { mode: 'max' },
    });
  });

  test.each([
    ['--provenance=mode=max', 'max'],
    ['--provenance=false', 'off'],
  ])('%s is for all of the default group', async (flag, mode) => {
    const builds = await bake(`docker buildx bake ${flag}`);
    expect(builds.map(({ how, provenance }) => [how, provenance?.mode])).toEqual([
      ['docker buildx bake app', mode],
      ['docker buildx bake tools', mode],
    ]);
  });

  test.each([
    'VERSION=$(git rev-parse HEAD) docker buildx bake app',
    'export VERSION=$(git rev-parse HEAD)\ndocker buildx bake app',
    'docker buildx bake --var VERSION=$(git rev-parse HEAD) app',
  ])('is read with the variables that are set for it: %s', async (script) => {
    const [build] = await bake(script);
    expect(build && argsOf(build)).toEqual({ B: 'base', V: '<the commit>' });
  });

  test.each([
    ['docker buildx bake -f ci/bake.hcl ci', 'docker buildx bake ci', { T: 'x' }],
    ['cd ci && docker buildx bake -f bake.hcl ci', 'docker buildx bake ci', { T: 'x' }],
    ['BUILDX_BAKE_FILE=ci/bake.hcl docker buildx bake ci', 'docker buildx bake ci', { T: 'x' }],
    [
      'docker buildx bake -f - piped <<EOF\ntarget "piped" {\n  args = { P = "1" }\n}\nEOF',
      'docker buildx bake piped',
      { P: '1' },
    ],
  ])('reads files that nobody else does: %s', async (script, how, args) => {
    expect((await bake(script)).map((build) => [build.how, argsOf(build)])).toEqual([[how, args]]);
  });

  test('of a target whose file is not here tells what it hands over, and that the rest is not known', async () => {
    const [build, ...others] = await bake('docker buildx bake -f compose.yaml web --set web.args.T=$TOKEN');
    expect(others).toEqual([]);
    expect(build?.dockerfile.kind).toBe('unknown');
    expect(build && argsOf(build)).toEqual({ T: '$TOKEN' });
    expect(build?.unknown.map(({ what }) => what)).toEqual(['the target web', 'the Bake file compose.yaml']);
  });

  test('of targets that are not known means all of them', async () => {
    const builds = await bake('docker buildx bake $TARGET --set "*.args.T=1" $MORE');
    expect(builds.map(({ how }) => how)).toEqual(['docker buildx bake app', 'docker buildx bake tools']);
    expect(builds[0]?.unknown.map(({ what }) => what)).toEqual(['$TARGET', '$MORE']);
  });

  test('builds the targets that are contexts of those that it names', async () => {
    const text = 'target "a" {\n contexts = { x = "target:b" }\n}\ntarget "b" {}\ntarget "c" {}\n';
    const builds = await run('docker buildx bake a --set "*.args.T=1"', { 'docker-bake.hcl': text });
    expect(builds.map(({ how }) => how)).toEqual(['docker buildx bake a', 'docker buildx bake b']);
  });

  test('that reads a malformed file says so', async () => {
    const builds = await run('docker buildx bake -f x.hcl a', { 'x.hcl': 'target "a" {\n args = {\n}\n' });
    expect(builds[0]?.unknown.map(({ what }) => what)).toEqual([
      'a part of the Bake files that could not be read',
    ]);
  });
});

describe('no file is slow, or throws', () => {
  const chain = (count: number, each: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => each(at)).join('\n');
  test.each([
    [
      'variables that double',
      chain(60, (at) => `v${at + 1} = "\${v${at}}\${v${at}}"`) +
        '\nv0 = "x"\ntarget "a" {\n args = { A = v60 }\n}',
    ],
    [
      'lists that double',
      chain(60, (at) => `v${at + 1} = concat(v${at}, v${at})`) +
        '\nv0 = ["x"]\ntarget "a" {\n secret = v60\n}',
    ],
    [
      'lists of lists that double',
      chain(60, (at) => `v${at + 1} = [v${at}, v${at}]`) +
        '\nv0 = ["x"]\ntarget "a" {\n args = { A = v60 == v59 }\n}',
    ],
    [
      'functions that double',
      chain(60, (at) => `function "f${at + 1}" {\n params = [x]\n result = "\${f${at}(x)}\${f${at}(x)}"\n}`) +
        '\ntarget "a" {\n args = { A = f60("x") }\n}',
    ],
    [
      'a long chain of variables',
      `${chain(50_000, (at) => `v${at} = v${at + 1}`)}\ntarget "a" {\n args = { A = v0 }\n}`,
    ],
    [
      'diamonds of targets',
      `${chain(
        60,
        (at) => `target "t${at + 1}" {\n inherits = ["t${at}", "t${at}"]\n args = { A${at} = "1" }\n}`,
      )}\ntarget "t0" {}`,
    ],
    [
      'all inherit all',
      chain(
        500,
        (at) =>
          `target "t${at}" {\n inherits = [${Array.from({ length: 60 }, (_, one) => `"t${at - one - 1}"`).join()}]\n args = { A${at} = "1" }\n}`,
      ),
    ],
    [
      'a large matrix',
      `target "a" {\n matrix = { ${'abcdefghij'.replace(/./g, (name) => `${name} = [${'1,'.repeat(200)}]\n`)} }\n}`,
    ],
    [
      'groups of groups',
      `${chain(60, (at) => `group "g${at + 1}" { targets = ["g${at}", "g${at}"] }`)}\ntarget "g0" {}`,
    ],
  ])('%s', async (_, text) => {
    const { repository } = await repositoryOf({ 'docker-bake.hcl': text });
    const source = new SourceText('docker-bake.hcl', text);
    const read = () => readBake({ source, path: 'docker-bake.hcl', repository, tell: () => {} });
    expect(quickest(3000, read)).toBeLessThan(3000);
  });

  test('whatever is written', async () => {
    const { repository } = await repositoryOf({ 'docker-bake.hcl': 'x' });
    const word = fc.constantFrom(
      'a',
      'b',
      '"x"',
      '"${a}"',
      '[a]',
      '{ a = b }',
      'null',
      'f(a)',
      'target.a.args',
      '1',
      'concat(a, b)',
      'merge(a, b)',
      'a ? b : f(1)',
      'join(a, b)',
      'a[b]',
      'element(a, 0)',
      'format(a, b)',
    );
    const attribute = fc.tuple(
      fc.constantFrom(
        'args',
        'secret',
        'inherits',
        'matrix',
        'name',
        'context',
        'dockerfile-inline',
        'ssh',
        'attest',
        'contexts',
        'annotations',
      ),
      word,
    );
    const block = fc.tuple(
      fc.constantFrom('target "a"', 'target "b"', 'variable "a"', 'function "f"', 'group "a"'),
      fc.array(
        fc.oneof(attribute, fc.tuple(fc.constantFrom('default', 'result', 'params', 'targets'), word)),
      ),
    );
    fc.assert(
      fc.property(fc.array(block), (blocks) => {
        const text = blocks
          .map(
            ([head, attributes]) =>
              `${head} {\n${attributes.map(([name, value]) => `  ${name} = ${value}\n`).join('')}}\n`,
          )
          .join('');
        const source = new SourceText('docker-bake.hcl', text);
        for (const build of readBake({ source, path: 'docker-bake.hcl', repository, tell: () => {} }))
          for (const { at } of [...build.args, ...build.secrets, ...build.unknown])
            expect(at.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });
});
