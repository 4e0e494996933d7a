import { describe, expect, test } from 'vitest';
import { readAll } from '../build/code/read.ts';
import { CODE_READERS } from '../build/code/readers.ts';
import { quickest } from '../support/quickest.ts';

const LENGTH = 1 << 16;

const readerOf = (name: string) => {
  const found = CODE_READERS.find((one) => one.name.test(name));
  if (found === undefined) throw new Error(name);
  return found.read;
};

describe('text that is made to be slow is read in bounded time', () => {
  test.each([
    ['a.ts', 'docker.buildImage('],
    ['a.ts', 'f({buildargs:'],
    ['a.ts', 'f({...buildargs,'],
    ['a.ts', 'docker build `${'],
    ['a.ts', 'docker build (/['],
    ['a.ts', 'docker build )]}'],
    ['a.ts', 'buildargs /* '],
    ['a.ts', "docker build '"],
    ['a.ts', 'docker.buildImage(x).buildImage(x)'],
    ['a.ts', 'docker build a=a=a+a;'],
    ['a.ts', 'const buildargs=buildargs;f({buildargs});'],
    ['a.ts', 'buildargs.push(x);f({buildargs});'],
    ['a.ts', 'exec("docker build ."+'],
    ['a.ts', 'exec("docker build --build-arg X=$X .");'],
    ['a.ts', 'buildargs a?b:'],
    ['a.ts', 'const a=GenericContainer.fromDockerfile(x);a.b;'],
    ['a.py', 'docker build f"{'],
    ['a.py', 'def f(buildargs):\n'],
    ['a.py', 'buildargs.update(a=1)\nf(buildargs=buildargs)\n'],
    ['a.py', '"docker build {}".format('],
    ['a.tf', 'resource "docker_image" "x" { build {'],
    ['a.tf', 'docker_image "${'],
    ['Tiltfile', 'docker_build("a",'],
    ['Jenkinsfile', 'docker build "${'],
    ['Jenkinsfile', "withEnv(['A=b']) { sh 'docker build .' \n"],
    ['Jenkinsfile', 'environment { A = docker.build('],
    ['Jenkinsfile', 'agent { dockerfile { '],
  ])('%s: %s', { timeout: 30_000 }, (name, piece) => {
    const text = piece.repeat(Math.floor(LENGTH / piece.length));
    expect(quickest(5000, () => readAll(readerOf(name), name, text))).toBeLessThan(5000);
  });
});

test('values that double', () => {
  const lines = Array.from({ length: 60 }, (_, at) => `const a${at + 1} = a${at} + a${at};`);
  const text = `const a0 = 'xxxxxxxxxx';\n${lines.join('\n')}\nf({ buildargs: { X: a60 } });`;
  expect(readAll(readerOf('a.js'), 'a.js', text).builds).toHaveLength(1);
});

test('names that go round in circles', () => {
  const text =
    'const a = b; const b = a; let c = { ...c }; docker.buildImage(s, { t: "x", buildargs: { A: a, ...c } });';
  expect(readAll(readerOf('a.js'), 'a.js', text).builds).toHaveLength(1);
});

test('what starts more builds than any program does is told', () => {
  const { builds, problems } = readAll(readerOf('a.js'), 'a.js', "exec('docker build .');\n".repeat(3000));
  expect(builds.length).toBeGreaterThan(999);
  expect(problems).toMatchObject([{ grave: true }]);
});
