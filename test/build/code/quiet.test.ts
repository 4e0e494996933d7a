import { describe, expect, test } from 'vitest';
import { readJavaScript } from '../../../src/build/code/read-javascript.ts';
import { readPython } from '../../../src/build/code/read-python.ts';
import { mayBuildInCode } from '../../../src/build/mentions.ts';
import { mayDescribeBuilds } from '../../../src/build/readers.ts';
import { readAll } from './read.ts';

describe('JavaScript that only speaks of builds', () => {
  test.each([
    '// docker.buildImage(ctx, { buildargs: { A: token } })',
    "/* execSync('docker build --build-arg A=b .') */",
    "const help = 'Run docker build --build-arg X=y . to build';",
    'const re = /docker build "(\'`/; const s = "docker.buildImage(a, {t: 1})";',
    'console.log(`usage: docker build ${x} .`);',
    "throw new Error('run docker build . first');",
    'interface O { buildargs?: R; buildImage(ctx: string, opts: O): Promise<void>; }',
    "class E { async buildImage(ctx, opts = { t: 'x', buildargs: {} }) { return 1; } }",
    'class E { public buildImage(file: string, o: { buildargs: string }): void {} }',
    'function imageBuild(ctx, { buildargs }) {}',
    'const f = ({ buildArgs }) => buildArgs;',
    "expect(build).toHaveBeenCalledWith({ buildArgs: { A: 'b' } });",
    "logger.info('building', { buildArgs });",
    'const schema = z.object({ buildArgs: z.record(z.string()) });',
    'canvas.buildImage(width, height); docker;',
    'docker; build; new Image(10, 20); new Image();',
    "it('runs docker build .', () => { describe('docker build', () => {}); });",
    "program.command('docker build [path]').description('docker build .');",
    "const el = <p>Don't docker build {`x`} it's</p>;",
    "docker; build; app.fromAsset('x');",
    'execSync("docker ps"); execSync("npm run build");',
  ])('%s', (text) => {
    expect(readAll(readJavaScript, 'a.tsx', text)).toEqual({ builds: [], problems: [] });
  });
});

describe('Python that only speaks of builds', () => {
  test.each([
    '# client.images.build(path=".", buildargs={"A": token})',
    '"""\n    docker build --build-arg X=y .\n    client.images.build(buildargs={})\n"""',
    'def build(path, buildargs=None, tag=None): pass',
    'def images(build_args: dict = {}): ...',
    'class A:\n    def build(self, *, path, tag, buildargs): ...',
    'print("docker build --build-arg A=b .")',
    'parser.add_argument("--x", help="passed to docker build --build-arg A=b .")',
    'raise ValueError("docker build failed")',
    'docker = 1\nModel().build(input_shape=(1, 2))',
    'logging.info("docker build", extra={"build_args": x})',
  ])('%s', (text) => {
    expect(readAll(readPython, 'a.py', text)).toEqual({ builds: [], problems: [] });
  });
});

test('files that build nothing are told from those that may by a look', () => {
  expect(mayBuildInCode('export const build = (): void => {};')).toBe(false);
  expect(mayBuildInCode('import { docker } from "x";')).toBe(false);
  expect(mayBuildInCode("spawn('docker', ['build', '.'])")).toBe(true);
  expect(mayBuildInCode("const a = ['build', '.']; spawn('podman', a)")).toBe(true);
  expect(mayBuildInCode('x(1, { buildArgs: y })')).toBe(true);
});

test.each([
  ['a.ts', true],
  ['a.d.ts', false],
  ['a.mjs', true],
  ['a.tsx', true],
  ['a.py', true],
  ['main.tf', true],
  ['main.tfvars', false],
  ['Tiltfile', true],
  ['x.tiltfile', true],
  ['Jenkinsfile', true],
  ['Jenkinsfile.release', true],
  ['a.groovy', true],
  ['a.json', false],
])('%s has a reader: %s', (name, expected) => {
  expect(mayDescribeBuilds(`src/${name}`)).toBe(expected);
});
