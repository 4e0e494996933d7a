import { expect, test } from 'vitest';
import { readJavaScript } from '../../../src/build/code/read-javascript.ts';
import { readAll, short, textAt } from './read.ts';

const path = 'infra/lib/build.ts';
const read = (text: string) => readAll(readJavaScript, path, text).builds.map(short);
const one = (text: string) => {
  const builds = read(text);
  expect(builds).toHaveLength(1);
  return builds[0];
};

test('dockerode: options, constants with what is added, BuildKit by version', () => {
  const build = one(`
    const args: Record<string, string> = { A: 'x', GH: \`\${process.env.GITHUB_TOKEN}\` };
    args.TOKEN = process.env.TOK || '';
    args["OTHER"] = opts.npmToken;
    await docker.buildImage(tar.pack(__dirname), {
      t: 'app', version: '2', buildargs: args, dockerfile: 'docker/Dockerfile.prod', target: 'prod', labels: { a: 'b' },
    });`);
  expect(build).toMatchObject({ how: 'docker.buildImage', builder: 'buildkit', target: 'prod' });
  expect(build).toMatchObject({
    args: { A: 'x', GH: '$GITHUB_TOKEN', TOKEN: '$TOK', OTHER: '$npmToken' },
    labels: { a: 'b' },
    file: 'infra/lib/docker/Dockerfile.prod infra/docker/Dockerfile.prod docker/Dockerfile.prod',
  });
});

test('dockerode: the classic builder, a context with files, what is spread is not known', () => {
  expect(
    one(`const { NPM_TOKEN } = process.env;
      docker.buildImage({ context: __dirname, src: ['Dockerfile'] },
        { t: 'x', buildargs: { NPM_TOKEN, V: Date.now().toString(), ...rest } }, (err) => {});`),
  ).toEqual({
    how: 'docker.buildImage',
    builder: 'classic',
    file: 'infra/lib/Dockerfile',
    context: 'infra/lib',
    args: { NPM_TOKEN: '$NPM_TOKEN', V: '<the time>' },
    unknown: ['rest'],
  });
});

test('a header made up for secrets supplies none', () => {
  const build = one(
    `engine.imageBuild(s, { headers: { 'X-BuildKit-Secret-npm': token }, secrets: { npm: token }, buildargs: { A: token } });`,
  );
  expect(build).toMatchObject({ builder: 'classic', args: { A: '$token' } });
  expect(build).not.toHaveProperty('secrets');
});

test('options that are a parameter, or grow later', () => {
  expect(one('docker.buildImage(stream, opts);')).toMatchObject({ unknown: ['opts'] });
  expect(
    one(`const opts = { t: 'x' }; opts.buildargs = { L: late }; docker.buildImage(s, opts);`),
  ).toMatchObject({ args: { L: '$late' } });
});

test.each([
  ['process.env["X"]', '$X'],
  ['process.env.X!', '$X'],
  ['process.env.X ?? ""', '$X'],
  ['cond ? process.env.X : "y"', '$X'],
  ['Deno.env.get("X")', '$X'],
  ['core.getInput("npm-token")', '$npm-token'],
  ['config.requireSecret("npm")', '<secret setting npm>'],
  ['"https://u:" + token + "@npm.example.com"', 'https://u:$token@npm.example.com'],
  ['encodeURIComponent(token.trim())', '$token'],
  ['headers["X-Token"]', '$X-Token'],
  ['undefined', ''],
  ['5', '5'],
  ['new Date().toISOString()', '<the time>'],
  ['execSync("git rev-parse HEAD").toString().trim()', '<the commit>'],
  [
    'execSync("aws codeartifact get-authorization-token --query x").toString()',
    '<CodeArtifact token by aws>',
  ],
  ['(await client.send(new GetSecretValueCommand({ SecretId }))).SecretString', '<secret by AWS>'],
  ['secret.secretValue.unsafeUnwrap()', '<AWS Secrets Manager secret>'],
  ['await getToken()', '<the output of getToken>'],
  ['a * b', '<an expression>'],
])('the value of %s', (expression, expected) => {
  expect(one(`docker.buildImage(s, { t: 'x', buildargs: { A: ${expression} } });`)).toMatchObject({
    args: { A: expected },
  });
});

test('values by name, field and pattern', () => {
  const build = one(`
    class Builder {
      token = process.env.FIELD;
      async run() {
        const { authToken: mine } = this.config;
        const fetched = await fetchToken();
        await docker.buildImage(s, { t: 'x', buildargs: { F: this.token, M: mine, G: fetched } });
      }
    }`);
  expect(build).toMatchObject({
    args: { F: '$FIELD', M: '$authToken', G: '<$fetched, the output of fetchToken>' },
  });
});

test('testcontainers', () => {
  expect(
    one(`const c = await GenericContainer
      .fromDockerfile(path.join(__dirname, '../app'), 'Dockerfile.test')
      .withBuildArgs({ TOKEN: token })
      .withTarget('t')
      .build();`),
  ).toEqual({
    how: 'GenericContainer.fromDockerfile',
    builder: 'classic',
    file: 'infra/app/Dockerfile.test',
    context: 'infra/app',
    target: 't',
    args: { TOKEN: '$token' },
  });
  expect(
    one('const b = GenericContainer.fromDockerfile("."); b.withBuildArgs({ A: a }).withBuildkit();'),
  ).toMatchObject({ builder: 'buildkit', args: { A: '$a' } });
});

test('AWS CDK', () => {
  expect(
    one(`new DockerImageAsset(this, 'Img', {
      directory: path.join(__dirname, '..', 'svc'), file: 'Dockerfile.x', buildArgs: { T: process.env.T! },
      buildSecrets: { npm: DockerBuildSecret.fromSrc('.npmrc'), e: 'env=TOK' }, buildSsh: 'default', target: 'q',
    });`),
  ).toEqual({
    how: 'DockerImageAsset',
    builder: 'buildkit',
    file: 'infra/svc/Dockerfile.x',
    context: 'infra/svc',
    target: 'q',
    args: { T: '$T' },
    secrets: { npm: 'file .npmrc', e: 'variable $TOK' },
    ssh: ['default'],
  });
  const options = "(path.join(__dirname, 'fn'), { file: 'D', buildArgs: { T: 't' } })";
  for (const callee of [
    'lambda.Code.fromDockerBuild',
    'cdk.DockerImage.fromBuild',
    'ecs.ContainerImage.fromAsset',
    'lambda.DockerImageCode.fromImageAsset',
  ])
    expect(one(`const x = { code: ${callee}${options} };`)).toMatchObject({
      file: 'infra/lib/fn/D',
      context: 'infra/lib/fn',
      args: { T: 't' },
    });
});

test('Pulumi', () => {
  expect(
    one(`import * as docker from '@pulumi/docker';
      new docker.Image('n', { imageName: 'x', build: { context: '../app', dockerfile: '../app/Dockerfile.p',
        args: { T: config.requireSecret('npm') }, target: 'b' } });`),
  ).toMatchObject({ context: 'infra/app', target: 'b', args: { T: '<secret setting npm>' } });
  expect(
    one(`import * as dockerbuild from '@pulumi/docker-build';
      new dockerbuild.Image('n', { context: { location: '../app' }, dockerfile: { location: '../app/Dockerfile.a' },
        buildArgs: { T: 'x' }, secrets: { npm: config.requireSecret('npm') }, ssh: [{ id: 'git' }], target: 'b' });`),
  ).toMatchObject({
    args: { T: 'x' },
    secrets: { npm: 'value <secret setting npm>' },
    ssh: ['git'],
    target: 'b',
  });
  const [inline] = readAll(
    readJavaScript,
    path,
    `import '@pulumi/docker-build'; new dockerbuild.Image('n', { dockerfile: { inline: 'FROM alpine\\nARG X' } });`,
  ).builds;
  expect(inline?.dockerfile).toMatchObject({ kind: 'inline', text: { text: 'FROM alpine\nARG X' } });
});

test('Dagger', () => {
  expect(
    one(`const npm = dag.setSecret('npm', token);
      src.dockerBuild({ buildArgs: [{ name: 'T', value: process.env.T }], secrets: [npm], dockerfile: 'D', target: 't' });`),
  ).toMatchObject({ args: { T: '$T' }, secrets: { npm: 'value $token' }, target: 't' });
});

test("any call with build arguments, and the engine's API by hand", () => {
  expect(one('buildContainer({ context: "app", buildArgs: { T: token } });')).toMatchObject({
    how: 'buildContainer',
    builder: 'buildkit',
    args: { T: '$token' },
  });
  expect(
    one(
      'axios.post("http://localhost/build", tar, { params: { buildargs: JSON.stringify({ T: token }) } });',
    ),
  ).toMatchObject({ builder: 'classic', args: { T: '$token' } });
});

test('commands: strings', () => {
  expect(
    one(
      'execSync(`docker build --build-arg T=${process.env.T} --build-arg S=$S -t x ./app`, { env: { ...process.env, S: mine } });',
    ),
  ).toMatchObject({ how: 'docker build', args: { T: '$T', S: '$mine' } });
  expect(one('await $`docker build --build-arg T=${x} .`;')).toMatchObject({ args: { T: '$x' } });
  expect(one('await Bun.$`docker build --build-arg T=${x} .`.quiet();')).toMatchObject({ args: { T: '$x' } });
  expect(
    one("let cmd = 'docker build'; cmd += ` --build-arg A=${a}`; cmd += ' .'; exec(cmd);"),
  ).toMatchObject({ args: { A: '$a' } });
  expect(
    one(
      'const flags = `--build-arg T=${process.env.T} --target x`; execSync(`docker build ${flags} --build-arg S=s .`);',
    ),
  ).toMatchObject({ args: { T: '$T', S: 's' }, target: 'x' });
});

test('commands: lists', () => {
  expect(
    one(`spawn('docker', ['buildx', 'build', '--build-arg', \`X=\${process.env.X}\`, '--secret', 'id=npm,env=NPM', ...extra, '.'],
      { cwd: path.join(__dirname, '..') });`),
  ).toEqual({
    how: 'docker buildx build',
    builder: 'buildkit',
    file: 'infra/Dockerfile',
    context: 'infra',
    args: { X: '$X' },
    secrets: { npm: 'variable $NPM' },
    unknown: ['extra'],
  });
  expect(
    one(`const args = ['build', '-t', 'x'];
      if (prod) args.push('--build-arg', 'P=' + process.env.P);
      args.push(...Object.entries({ Q: 'q' }).flatMap(([k, v]) => ['--build-arg', \`\${k}=\${v}\`]), '.');
      execa('docker', args);`),
  ).toMatchObject({ args: { P: '$P', Q: 'q' } });
  expect(one("exec(['docker', 'build', '--build-arg', 'J=' + j, '.'].join(' '));")).toMatchObject({
    args: { J: '$j' },
  });
  expect(one("spawnSync('sh', ['-c', `docker build --build-arg Z=${z} .`]);")).toMatchObject({
    args: { Z: '$z' },
  });
  expect(one("new Deno.Command('docker', { args: ['build', '--build-arg', 'D=d', '.'] });")).toMatchObject({
    args: { D: 'd' },
  });
  expect(one("execFileSync('sudo', ['docker', 'build', '--build-arg=W=w', '.']);")).toMatchObject({
    args: { W: 'w' },
  });
});

test('places', () => {
  const { builds } = readAll(
    readJavaScript,
    path,
    'const x = { A: a };\nx.B = b;\ndocker.buildImage(s, { t: "x", buildargs: { ...x, "C": c } });\nexec(`docker build --build-arg D=${d} .`);',
  );
  expect(builds.flatMap(({ args }) => args.map(textAt))).toEqual(['A: a', 'x.B = b', '"C": c', 'D=${d}']);
});

test('commands: what is indented, and lists in a script', () => {
  expect(one('exec(dedent`\n  docker build \\\\\n    --build-arg T=${x} .\n`);')).toMatchObject({
    args: { T: '$x' },
  });
  expect(
    one("const flags = ['--build-arg', `T=${process.env.T}`]; $`docker build ${flags} .`;"),
  ).toMatchObject({ args: { T: '$T' } });
  expect(one("await runCommand('docker', ['build', '--build-arg', 'A=a', '.']);")).toMatchObject({
    args: { A: 'a' },
  });
});
