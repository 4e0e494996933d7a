import { expect, test } from 'vitest';
import type { BuildPath } from '../../../src/build/build-path.ts';
import { readAll, textAt } from './read.ts';
import { CODE_READERS } from './readers.ts';

const TEXTS: readonly (readonly [string, string])[] = [
  [
    'a.ts',
    `const args = { ARG_A: 'x', ...more }; args.ARG_B = \`\${process.env.T}-\${a ? 'b' : "c"}\`;
docker.buildImage(tar, { t: 'x', buildargs: args, dockerfile: path.join(__dirname, 'D'), target: 'y' });
const words = ['build', '--build-arg', 'ARG_C=' + c]; words.push(\`--build-arg=ARG_D=\${d}\`); spawn('docker', words);
execSync(\`docker build --build-arg ARG_E=\${/[/]"/.test(e) ? e : ''} -f D .\`); // ' "
new DockerImageAsset(this, 'i', { directory: '.', buildArgs: { ARG_F: f }, buildSecrets: { s: 'src=s' } });`,
  ],
  [
    'a.py',
    `x = {"ARG_A": f"{a!r:>{w}}-{b['c']}", **y}
client.images.build(path=".", buildargs=x, tag="t")
subprocess.run(["docker", "build", "--build-arg", "ARG_B=%s" % b, *more, "."])
os.system("""docker build --build-arg ARG_C={} .""".format(c))`,
  ],
  [
    'a.tf',
    `resource "docker_image" "a" {
  build {
    context = "\${path.module}"
    build_args = { ARG_A = var.a, ARG_B : "\${local.b}-%{ if x }y%{ endif }" }
  }
  provisioner "local-exec" {
    command = <<EOT
docker build --build-arg ARG_C=\${var.c} .
EOT
  }
}`,
  ],
  [
    'Jenkinsfile',
    `withCredentials([string(credentialsId: 'a', variable: 'A')]) { dir('x') {
sh """docker build --build-arg ARG_A=\${A} --build-arg ARG_B=$env.B ."""
docker.build("x", "--build-arg ARG_C=\${c} .") } }
pipeline { agent { dockerfile { filename 'f'; additionalBuildArgs '--build-arg ARG_D=d' } } }`,
  ],
];

function placesOf({ at, dockerfile, target, args, secrets, ssh, labels, unknown }: BuildPath) {
  const given = [...args, ...secrets, ...ssh, ...labels, ...unknown];
  return [at, dockerfile.at, ...(target ? [target.at] : []), ...given.map((one) => one.at)];
}

test.each(TEXTS)('%s: arguments have the place of their text', (name, text) => {
  const read = CODE_READERS.find((one) => one.name.test(name))?.read;
  const { builds, problems } = readAll(read ?? (() => []), name, text);
  const args = builds.flatMap((build) => build.args);
  expect(args.length).toBeGreaterThan(2);
  for (const arg of args) expect(textAt(arg)).toContain(arg.name);
  expect(problems).toEqual([]);
});

test.each(TEXTS)('%s, cut anywhere, is read without fail and its places lie in it', (name, text) => {
  const read = CODE_READERS.find((one) => one.name.test(name))?.read;
  const pieces = Array.from(text, (_, at) => [text.slice(0, at), text.slice(at)]).flat();
  for (const piece of pieces)
    for (const build of readAll(read ?? (() => []), name, piece).builds)
      for (const { start, end } of placesOf(build)) {
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(piece.length);
      }
});
