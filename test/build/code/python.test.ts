import { expect, test } from 'vitest';
import { readPython } from '../../../src/build/code/read-python.ts';
import { readAll, short, textAt } from './read.ts';

const read = (text: string) => readAll(readPython, 'tools/build.py', text).builds.map(short);
const one = (text: string) => {
  const builds = read(text);
  expect(builds).toHaveLength(1);
  return builds[0];
};

test('docker-py: images.build, always the classic builder', () => {
  expect(
    one(`
client = docker.from_env()
TOKEN = os.environ["TOKEN"]
buildargs = {"A": "x", "T": TOKEN, "G": os.getenv("GH_TOKEN", "")}
buildargs["EXTRA"] = f"https://user:{TOKEN}@npm.example.com"
buildargs.update(B=token, C="%s-%s" % (a, "b"))
client.images.build(path="app", dockerfile="Dockerfile.prod", buildargs=buildargs, target="prod", labels={"d": str(datetime.now())})
`),
  ).toEqual({
    how: 'images.build',
    builder: 'classic',
    file: 'tools/app/Dockerfile.prod app/Dockerfile.prod',
    context: 'tools/app',
    target: 'prod',
    args: {
      A: 'x',
      T: '$TOKEN',
      G: '$GH_TOKEN',
      EXTRA: 'https://user:$TOKEN@npm.example.com',
      B: '$token',
      C: '$a-b',
    },
    labels: { d: '<the time>' },
  });
});

test('docker-py: APIClient().build and what is spread', () => {
  expect(
    one(
      'docker.APIClient().build(path=os.path.join(os.path.dirname(__file__), "..", "svc"), tag="x", buildargs={**base, "S": s}, **more)',
    ),
  ).toEqual({
    how: 'APIClient.build',
    builder: 'classic',
    file: 'svc/Dockerfile',
    context: 'svc',
    args: { S: '$s' },
    unknown: ['base', 'more'],
  });
});

test.each([
  ['os.environ["X"]', '$X'],
  ['os.environ.get("X")', '$X'],
  ['cfg["token"]', '$token'],
  ['args.npm_token', '$npm_token'],
  ['settings.get("npm_token")', '$npm_token'],
  ['"https://aws:{}@example.com/{name}".format(t, name=n)', 'https://aws:$t@example.com/$n'],
  ['f"{token!r:>10}-{{x}}"', '$token-{x}'],
  ['a if b else "c"', '$a'],
  ['token or ""', '$token'],
  ['datetime.datetime.now().isoformat()', '<the time>'],
  ['subprocess.check_output(["git", "rev-parse", "HEAD"]).decode().strip()', '<the commit>'],
  ['repo.head.object.hexsha', '<the commit>'],
  [
    'boto3.client("codeartifact").get_authorization_token(domain="d")["authorizationToken"]',
    '<authorization token by AWS>',
  ],
  ['"a" "b"', 'ab'],
  ['r"\\d"', '\\d'],
  ['None', ''],
  ['lambda: 1', '<an expression>'],
])('the value of %s', (expression, expected) => {
  expect(one(`client.images.build(path=".", buildargs={"A": ${expression}})`)).toMatchObject({
    args: { A: expected },
  });
});

test('names mean what they mean in their function', () => {
  expect(
    read(`
def a():
    args = {"A": "a"}
    client.images.build(path=".", buildargs=args)

def b(args):
    client.images.build(path=".", buildargs=args)

class C:
    def __init__(self):
        self.token = os.environ["T"]

    def run(self):
        client.images.build(path=".", buildargs={"T": self.token, "L": LATE})

LATE = os.environ["LATE_TOKEN"]
`),
  ).toMatchObject([{ args: { A: 'a' } }, { unknown: ['args'] }, { args: { T: '$T', L: '$LATE_TOKEN' } }]);
});

test('python-on-whales', () => {
  expect(
    one(`
from python_on_whales import docker
docker.build("ctx", build_args={"T": os.environ["T"]}, secrets=["id=n,src=f", "id=e,env=E"], ssh="default", target="x", file="ctx/D")
`),
  ).toEqual({
    how: 'docker.build',
    builder: 'buildkit',
    file: 'tools/ctx/ctx/D ctx/ctx/D tools/ctx/D ctx/D',
    context: 'tools/ctx',
    target: 'x',
    args: { T: '$T' },
    secrets: { n: 'file f', e: 'variable $E' },
    ssh: ['default'],
  });
});

test('testcontainers, CDK, Pulumi, Dagger', () => {
  expect(
    read(`
from aws_cdk import aws_ecr_assets
img = DockerImage(path="tests", buildargs={"Q": q}, dockerfile_path="D.test")
aws_ecr_assets.DockerImageAsset(self, "x", directory="svc", build_args={"T": t}, build_secrets={"n": DockerBuildSecret.from_src("npmrc")})
ecs.ContainerImage.from_asset("web", build_args={"U": u})
lambda_.DockerImageCode.from_image_asset("fn", build_args={"V": v})
pulumi_docker.Image("x", image_name="n", build=pulumi_docker.DockerBuildArgs(context="app", args={"T": config.require_secret("t")}, target="q"))
src.docker_build(build_args=[dagger.BuildArg("W", w), dagger.BuildArg(name="X", value=x)], secrets=[dag.set_secret("s", y)])
`),
  ).toMatchObject([
    { how: 'DockerImage', builder: 'classic', args: { Q: '$q' } },
    { args: { T: '$t' }, secrets: { n: 'file npmrc' }, context: 'tools/svc' },
    { args: { U: '$u' }, context: 'tools/web' },
    { args: { V: '$v' } },
    { args: { T: '<secret setting t>' }, target: 'q', context: 'tools/app' },
    { args: { W: '$w', X: '$x' }, secrets: { s: 'value $y' } },
  ]);
});

test('commands', () => {
  expect(
    read(`
tok = boto3.client("codeartifact").get_authorization_token(domain="d")["authorizationToken"]
subprocess.run(["docker", "build", "--build-arg", f"UV_INDEX=https://aws:{tok}@example.com", "--build-arg", "X=" + args.npm_token, "."], cwd="app", check=True)
subprocess.check_call("docker build --build-arg Y=$Y --secret id=npm,src=.npmrc -f docker/Dockerfile .", shell=True, env=dict(os.environ, Y=cfg.y))
os.system("docker build --build-arg Z=%s ." % cfg["z"])
c.run("docker build " + flags + f" --build-arg T={t} .")
cmd = ["docker", "build"]
cmd += ["--target", "dev"]
for k, v in cfg.items():
    cmd.extend(["--build-arg", f"{k}={v}"])
cmd.append(".")
subprocess.Popen(cmd)
await asyncio.create_subprocess_exec("docker", "build", "--build-arg", f"Q={q}", ".")
`),
  ).toMatchObject([
    {
      args: { UV_INDEX: 'https://aws:<authorization token by AWS>@example.com', X: '$npm_token' },
      context: 'tools/app',
    },
    { args: { Y: '$y' }, secrets: { npm: 'file .npmrc' } },
    { args: { Z: '$z' } },
    { args: { T: '$t' }, unknown: ['$flags'] },
    { target: 'dev', unknown: ['$k'] },
    { args: { Q: '$q' } },
  ]);
});

test('places', () => {
  const { builds } = readAll(
    readPython,
    'a.py',
    'x = {"A": a}\nx["B"] = b\nx.update(C=c)\nclient.images.build(path=".", buildargs=x)\nos.system("docker build --build-arg D=%s ." % d)',
  );
  expect(builds.flatMap(({ args }) => args.map(textAt))).toEqual(['"A": a', 'x["B"] = b', 'C=c', 'D=%s']);
});
