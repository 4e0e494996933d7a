/** A way to write down a build, and what has to be read of it. */
export interface Shape {
  what: string;
  files: Readonly<Record<string, string>>;
  /** By Dockerfile: what each build is given, without the builder and the context. */
  builds: Readonly<Record<string, readonly Record<string, string>[]>>;
}

const A = { 'argument A': '$B' };
const SECRET = { 'secret npm': 'variable $NPM_TOKEN' };

function script(what: string, text: string, ...builds: Record<string, string>[]): Shape {
  return { what, files: { 'build.sh': text }, builds: { Dockerfile: builds } };
}

function file(what: string, path: string, text: string, ...builds: Record<string, string>[]): Shape {
  return { what, files: { [path]: text }, builds: { Dockerfile: builds } };
}

const SCRIPTS: readonly Shape[] = [
  script('a plain command', 'docker build --build-arg A=$B .', A),
  script('continued lines', 'docker build \\\n  --build-arg "A=${B}" \\\n  .', A),
  script('an equals sign', 'docker build --build-arg=A=$B .', A),
  script('the last one wins', 'docker build --build-arg A=x --build-arg A=$B .', A),
  script('a name alone', 'docker build --build-arg A .', { 'argument A': '$A' }),
  script('docker image build', 'docker image build --build-arg A=$B .', A),
  script('docker builder build', 'docker builder build --build-arg A=$B .', A),
  script('buildx', 'docker buildx build --build-arg A=$B --load .', A),
  script('global flags', 'docker --context far -H tcp://x buildx build --build-arg A=$B .', A),
  script('podman', 'podman build --build-arg A=$B .', A),
  script('buildah bud', 'buildah bud --build-arg A=$B .', A),
  script('nerdctl', 'nerdctl build --build-arg A=$B .', A),
  script('depot', 'depot build --project x --build-arg A=$B .', A),
  script('sudo, env and time', 'time sudo -E env X=1 docker build --build-arg A=$B .', A),
  script('an array', 'args=(--build-arg "A=$B")\nargs+=(--pull)\ndocker build "${args[@]}" .', A),
  script('a text of flags', 'ARGS="--pull --build-arg A=$B"\ndocker build $ARGS .', A),
  script('a text that grows', 'ARGS="--pull"\nARGS="$ARGS --build-arg A=$B"\ndocker build $ARGS .', A),
  script('a function', 'image() { docker build "$@" .; }\nimage --build-arg A=$B', A),
  script('a function that nobody calls', 'image() { docker build --build-arg A=$B .; }\n"$@"', A),
  script('a variable before', 'X=$B\ndocker build --build-arg A=$X .', A),
  script('an alternative', 'docker build ${CI:+--build-arg A=$B} .', A),
  script(
    'either arm',
    'if [ -n "$CI" ]; then docker build --build-arg A=$B .; else docker build .; fi',
    A,
    {},
  ),
  script('bash -c', 'bash -c "docker build --build-arg A=$B ."', A),
  script('a pipe', 'docker build --build-arg A=$B . 2>&1 | tee log', A),
  script(
    'a heredoc for a shell',
    'ssh host bash <<EOF\ntrue\nEOF\nbash <<EOF\ndocker build --build-arg A=$B .\nEOF',
    A,
  ),
  script('words for another machine', 'ssh -p 22 -i key host docker build --build-arg A=$B .', A),
  script('a script for another machine', 'ssh host "cd /srv && docker build --build-arg A=$B ."', A),
  script('a heredoc for another machine', 'ssh host <<EOF\ndocker build --build-arg A=$B .\nEOF', A),
  script('a shell on another machine', 'ssh host bash -s x <<EOF\ndocker build --build-arg A=$B .\nEOF', A),
  script('a password for another machine', 'sshpass -e ssh host docker build --build-arg A=$B .', A),
  script('a machine of vagrant', 'vagrant ssh -c "docker build --build-arg A=$B ."', A),
  script('a machine of gcloud', 'gcloud compute ssh vm --command "docker build --build-arg A=$B ."', A),
  script('an engine on another machine', 'docker -H ssh://host build --build-arg A=$B .', A),
  script('a pod', 'kubectl exec -n ci pod -- docker build --build-arg A=$B .', A),
  script('a shell in a pod', 'kubectl exec pod -- sh -c "docker build --build-arg A=$B ."', A),
  script('a container', 'docker exec ci docker build --build-arg A=$B .', A),
  script('a shell in a container', 'docker compose exec ci sh -c "docker build --build-arg A=$B ."', A),
  script('a subshell in a folder', '(cd . && docker build --build-arg A=$B .)', A),
  script('its own folder', 'cd "$(dirname "$0")" && docker build --build-arg A=$B .', A),
  script(
    'the root of the repository',
    'ROOT=$(git rev-parse --show-toplevel)\ndocker build -f $ROOT/Dockerfile --build-arg A=$B $ROOT',
    A,
  ),
  script('a time', 'docker build --build-arg A=$(date +%s) .', { 'argument A': 'the time' }),
  script('a commit', 'docker build --build-arg A=$(git rev-parse --short HEAD) .', {
    'argument A': 'the commit',
  }),
  script(
    'a token that is fetched',
    'T=$(aws codeartifact get-authorization-token --query t)\ndocker build --build-arg A=https://aws:$T@x.example.com .',
    { 'argument A': 'a text with CodeArtifact token by aws' },
  ),
  script('line ends of Windows', 'docker build \\\r\n  --build-arg A=$B \\\r\n  .\r\n', A),
  script('set --', 'set -- --build-arg A=$B\ndocker build "$@" .', A),
  script('secrets by variable', 'docker build --secret id=npm,env=NPM_TOKEN .', SECRET),
  script('secrets by type', 'docker build --secret type=env,id=npm,src=NPM_TOKEN .', SECRET),
  script('secrets by file', 'docker build --secret id=npm,src=$HOME/.npmrc .', {
    'secret npm': 'file $HOME/.npmrc',
  }),
  script('a bare secret', 'docker build --secret id=npm .', { 'secret npm': 'its name' }),
  script('an agent', 'docker build --ssh default .', { 'ssh default': 'forwarded' }),
  script('a key', 'docker build --ssh github=$HOME/.ssh/id .', { 'ssh github': 'forwarded' }),
  script('a target', 'docker build --target prod .', { target: 'prod' }),
  script('provenance', 'docker buildx build --provenance=mode=max .', { provenance: 'max' }),
  script('an attestation', 'docker buildx build --attest type=provenance,mode=max .', { provenance: 'max' }),
  script('a literal', 'docker build --build-arg NODE_ENV=production --build-arg V=1.2.3 .', {
    'argument NODE_ENV': 'production',
    'argument V': '1.2.3',
  }),
  script(
    'kaniko',
    '/kaniko/executor --context dir://$CI_PROJECT_DIR --dockerfile Dockerfile --build-arg A=$B --no-push',
    A,
  ),
  script(
    'buildctl',
    'buildctl build --frontend dockerfile.v0 --local context=. --local dockerfile=. --opt build-arg:A=$B',
    A,
  ),
  script('az acr build', 'az acr build -r reg --secret-build-arg A=$B -t x -f Dockerfile .', A),
  script('az with a flag before', 'az --only-show-errors acr build -r reg --build-arg A=$B .', A),
  script('fly launch', 'fly -a shop launch --now --build-arg A=$B', A),
  script('fly deploy', 'fly deploy --build-arg A=$B --build-secret npm=$NPM_TOKEN --remote-only', {
    ...A,
    'secret npm': 'value $NPM_TOKEN',
  }),
  script('docker compose', 'docker compose build --build-arg A=$B web'),
  {
    what: 'an image for each folder',
    files: {
      'build.sh': 'for s in a b; do docker build --build-arg A=$B $s; done',
      'a/Dockerfile': 'FROM x\nARG A\n',
      'b/Dockerfile': 'FROM x\nARG A\n',
    },
    builds: { Dockerfile: [], 'a/Dockerfile': [A], 'b/Dockerfile': [A] },
  },
  {
    what: 'folders by a pattern',
    files: {
      'build.sh': 'for s in services/*/; do docker build --build-arg A=$B "$s"; done',
      'services/a/Dockerfile': 'FROM x\n',
    },
    builds: { Dockerfile: [], 'services/a/Dockerfile': [A] },
  },
  {
    what: 'a Dockerfile of another name',
    files: {
      'build.sh': 'docker build -f deploy/app.image --build-arg A=$B .',
      'deploy/app.image': 'FROM x\n',
    },
    builds: { Dockerfile: [], 'deploy/app.image': [A] },
  },
  {
    what: 'a script in a folder',
    files: { 'ci/build.sh': 'cd "$(dirname "${BASH_SOURCE[0]}")/.."\ndocker build --build-arg A=$B .' },
    builds: { Dockerfile: [A] },
  },
];

const TASKS: readonly Shape[] = [
  file('a Makefile', 'Makefile', 'image:\n\t@docker build --build-arg A=$(B) .\n', A),
  file(
    'a variable of make',
    'Makefile',
    'FLAGS := --pull --build-arg A=$(B)\nimage:\n\tdocker build $(FLAGS) .\n',
    A,
  ),
  file('a variable of the shell', 'Makefile', 'image:\n\tX=$$B; docker build --build-arg A=$$X .\n', A),
  file(
    'a recipe of two lines',
    'Makefile',
    'image:\n\tdocker build \\\n\t  --build-arg A=${B} \\\n\t  .\n',
    A,
  ),
  file(
    'make asks the shell',
    'build.mk',
    'REV = $(shell git rev-parse HEAD)\nimage:\n\tdocker build --build-arg A=$(REV) .\n',
    { 'argument A': 'the commit' },
  ),
  file(
    'a default of make',
    'Makefile',
    'FILE ?= Dockerfile\nimage:\n\tdocker build -f $(FILE) --build-arg A=$(B) .\n',
    A,
  ),
  file('package.json', 'package.json', '{"scripts":{"image":"docker build --build-arg A=$B ."}}', A),
  file(
    'a justfile',
    'justfile',
    'b := env("B")\nimage tag:\n    docker build --build-arg A={{b}} -t {{tag}} .\n',
    A,
  ),
  file('PowerShell', 'build.ps1', 'docker build `\r\n  --build-arg "A=$env:B" `\r\n  .\r\n', A),
  file('a batch file', 'build.bat', '@echo off\r\ndocker build ^\r\n  --build-arg A=%B% ^\r\n  .\r\n', A),
  script(
    'a command of gcloud',
    'gcloud compute ssh vm --zone a --command="docker build --build-arg A=$B ."',
    A,
  ),
  script(
    'a command of gcloud for ssh',
    'gcloud beta compute ssh vm -- -t docker build --build-arg A=$B .',
    A,
  ),
  script('a command of vagrant for ssh', 'vagrant ssh -- docker build --build-arg A=$B .', A),
  script('pkexec', 'pkexec docker build --build-arg A=$B .', A),
  script('sg', 'sg docker -c "docker build --build-arg A=$B ."', A),
  script('su', 'su ci --command="docker build --build-arg A=$B ."', A),
  file('cmd /c and a text', 'a.cmd', 'cmd /c "docker build --build-arg A=%B% ."\r\n', A),
  ...[
    ['what PowerShell assigns', '$out = docker build --build-arg A=$env:B .\n'],
    ['what PowerShell assigns from a call', '[string]$out = & docker build --build-arg A=$env:B .\n'],
    ['a block of one line', 'if ($x) { docker build --build-arg A=$env:B . } else { echo "}" }\n'],
    ['a loop of one line', 'foreach ($x in 1..2) { docker build --build-arg A=$env:B . }\n'],
    ['a condition', 'if (docker build --build-arg A=$env:B .) { echo 1 }\n'],
    [
      'a function with parameters',
      'function f {\n  param([string]$x)\n  docker build --build-arg A=$env:B .\n}\n',
    ],
    [
      'a splat',
      '[CmdletBinding()]\nparam(\n  [Parameter(Mandatory)] [string]$x\n)\n$m = @{\n  a = 1\n}\n$list = @(\n  "build", # one\n  "--build-arg",\n  "A=$env:B"\n)\n$list += @(".")\n& docker @list\n',
    ],
    [
      'Start-Process',
      'Start-Process docker -ArgumentList "build --build-arg A=$env:B ." -Wait -NoNewWindow\n',
    ],
    [
      'Start-Process with a list',
      "Start-Process -FilePath docker -Wait -ArgumentList @('build', '--build-arg', \"A=$env:B\", '.')\n",
    ],
    ['Invoke-Expression', 'Invoke-Expression "docker build --build-arg A=$env:B ."\n'],
    ['cmd in PowerShell', 'cmd /c "docker build --build-arg A=$env:B ."\n'],
  ].map(([what = '', text = '']) => file(what, 'build.ps1', text, A)),
];

const COMPOSE: readonly Shape[] = [
  file('a short build', 'compose.yaml', 'services:\n  web:\n    build: .\n', {}),
  file(
    'a map of arguments',
    'docker-compose.yml',
    'services:\n  web:\n    build:\n      context: .\n      args:\n        A: ${B}\n',
    A,
  ),
  file(
    'a list of arguments',
    'compose.yml',
    'services:\n  web:\n    build:\n      context: .\n      args: ["A=$B", C]\n',
    { ...A, 'argument C': '$C' },
  ),
  file(
    'an argument without a value',
    'compose.yml',
    'services:\n  web:\n    build:\n      args:\n        A:\n',
    { 'argument A': '$A' },
  ),
  file('a default', 'compose.yml', 'services:\n  web:\n    build:\n      args: {A: "${MODE:-fast}"}\n', {
    'argument A': 'fast',
  }),
  file(
    'a short secret',
    'compose.yml',
    'services:\n  web:\n    build:\n      context: .\n      secrets: [npm]\nsecrets:\n  npm: {environment: NPM_TOKEN}\n',
    SECRET,
  ),
  file(
    'a long secret',
    'compose.yml',
    'services:\n  web:\n    build:\n      secrets:\n        - source: token\n          target: npm\nsecrets:\n  token: {file: ./t}\n',
    { 'secret npm': 'file ./t' },
  ),
  file('an agent', 'compose.yml', 'services:\n  web:\n    build:\n      ssh: [default]\n', {
    'ssh default': 'forwarded',
  }),
  file(
    'an anchor',
    'compose.yml',
    'x-b: &b\n  context: .\n  args: {A: $B}\nservices:\n  web:\n    build:\n      <<: *b\n      target: prod\n',
    { ...A, target: 'prod' },
  ),
  {
    what: 'another service',
    files: {
      'compose.yml':
        'services:\n  base:\n    build: {context: ., args: {A: $B}}\n  web:\n    extends: base\n    build: {target: prod}\n',
    },
    builds: { Dockerfile: [A, { ...A, target: 'prod' }] },
  },
  {
    what: 'a service of another file',
    files: {
      'compose.yml': 'services:\n  web:\n    extends: {file: base.yml, service: app}\n',
      'base.yml': 'services:\n  app:\n    build: {context: ., args: {A: $B}}\n',
    },
    builds: { Dockerfile: [A] },
  },
  {
    what: 'an override',
    files: {
      'compose.yml': 'services:\n  web:\n    build: .\n',
      'compose.override.yml': 'services:\n  web:\n    build:\n      args: {A: $B}\n',
    },
    builds: { Dockerfile: [A] },
  },
  {
    what: 'a command with more than the file',
    files: {
      'compose.yml': 'services:\n  web:\n    build: .\n',
      'b.sh': 'docker compose -f compose.yml build --build-arg A=$B web\n',
    },
    builds: { Dockerfile: [A, {}] },
  },
];

const steps = (text: string): string =>
  `on: push\njobs:\n  image:\n    steps:\n${text.replace(/^/gm, '      ')}\n`;
const WORKFLOW = '.github/workflows/ci.yml';
const ACTION = { provenance: 'max where public', 'build record': 'kept' };

const CI: readonly Shape[] = [
  file('a run step', WORKFLOW, steps('- run: docker build --build-arg A=${{ vars.B }} .'), A),
  file(
    'a secret of a run step',
    WORKFLOW,
    steps('- run: docker build --build-arg A=$X .\n  env:\n    X: ${{ secrets.B }}'),
    { 'argument A': 'GitHub secret B' },
  ),
  file(
    'docker/build-push-action',
    WORKFLOW,
    steps(
      '- uses: docker/build-push-action@v6\n  with:\n    context: .\n    build-args: |\n      A=${{ secrets.B }}\n      C=${{ github.sha }}',
    ),
    { 'argument A': 'GitHub secret B', 'argument C': 'github.sha', ...ACTION },
  ),
  file(
    'secrets of an action',
    WORKFLOW,
    steps(
      '- uses: docker/build-push-action@v6\n  with:\n    secrets: |\n      npm=${{ secrets.N }}\n    secret-envs: e=NPM_TOKEN\n    secret-files: f=./x\n    ssh: default\n    provenance: false',
    ),
    {
      'secret npm': 'value GitHub secret N',
      'secret e': 'variable $NPM_TOKEN',
      'secret f': 'file ./x',
      'ssh default': 'forwarded',
      provenance: 'off',
      'build record': 'kept',
    },
  ),
  file(
    'an action that keeps no record',
    WORKFLOW,
    steps(
      '- uses: docker/build-push-action@v6\n  env: {DOCKER_BUILD_RECORD_UPLOAD: false, DOCKER_BUILD_SUMMARY: false}\n  with: {provenance: mode=min}',
    ),
    { provenance: 'min' },
  ),
  file(
    'an expression of two',
    WORKFLOW,
    steps("- uses: depot/build-push-action@v1\n  with:\n    build-args: A=${{ secrets.B || 'none' }}"),
    { 'argument A': 'GitHub secret B' },
  ),
  file(
    'a token of a step',
    WORKFLOW,
    steps(
      '- uses: actions/create-github-app-token@v1\n  id: app\n- run: docker build --build-arg A=${{ steps.app.outputs.token }} .',
    ),
    { 'argument A': 'token by actions/create-github-app-token' },
  ),
  file(
    'a composite action',
    'tools/action.yml',
    'runs:\n  using: composite\n  steps:\n    - run: docker build --build-arg A=${{ inputs.B }} .\n      shell: bash\n',
    A,
  ),
  file(
    'GitLab',
    '.gitlab-ci.yml',
    'variables: {X: $B}\nimage:\n  before_script:\n    - Y=$X\n  script:\n    - docker build --build-arg A=$Y .\n',
    A,
  ),
  file(
    'a GitLab token',
    '.gitlab-ci.yml',
    'image:\n  id_tokens:\n    T: {aud: x}\n  script: docker build --build-arg A=$T .\n',
    { 'argument A': 'GitLab ID token T' },
  ),
  file(
    'a GitLab job that extends',
    '.gitlab-ci.yml',
    '.base:\n  variables: {X: one}\nimage:\n  extends: .base\n  script: [docker build --build-arg A=$X .]\n',
    { 'argument A': 'one' },
  ),
  file(
    'CodeBuild',
    'buildspec.yml',
    'version: 0.2\nenv:\n  secrets-manager:\n    T: app/token\nphases:\n  pre_build:\n    commands: [X=$T]\n  build:\n    commands:\n      - docker build --build-arg A=$X .\n',
    { 'argument A': 'AWS secret app/token' },
  ),
  file(
    'Cloud Build',
    'cloudbuild.yaml',
    "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: [build, --build-arg, 'A=$_B', .]\n",
    { 'argument A': '$_B' },
  ),
  file(
    'a shell of Cloud Build',
    'cloudbuild.yaml',
    "steps:\n  - name: gcr.io/cloud-builders/docker\n    entrypoint: bash\n    args: ['-c', 'docker build --build-arg A=$$T .']\n    secretEnv: [T]\navailableSecrets:\n  secretManager:\n    - versionName: projects/p/secrets/tok/versions/1\n      env: T\n",
    { 'argument A': 'Google secret tok' },
  ),
  file(
    'kaniko in Cloud Build',
    'cloudbuild.yaml',
    'steps:\n  - name: gcr.io/kaniko-project/executor\n    args: [--dockerfile=Dockerfile, --build-arg, A=$COMMIT_SHA]\n',
    { 'argument A': '$COMMIT_SHA' },
  ),
  file(
    'Azure',
    'azure-pipelines.yml',
    'steps:\n  - task: Docker@2\n    inputs:\n      command: build\n      Dockerfile: Dockerfile\n      arguments: --build-arg A=$(B)\n',
    A,
  ),
  file(
    'a script of Azure',
    'azure-pipelines.yml',
    'steps:\n  - script: docker build --build-arg A=$(System.AccessToken) --build-arg C=$(Build.BuildId) .\n',
    { 'argument A': 'Azure Pipelines token System.AccessToken', 'argument C': '$(Build.BuildId)' },
  ),
  file(
    'CircleCI',
    '.circleci/config.yml',
    'jobs:\n  image:\n    environment: {X: one}\n    steps:\n      - checkout\n      - run: docker build --build-arg A=$B .\n      - run:\n          name: again\n          command: docker build --build-arg A=$X .\n',
    A,
    { 'argument A': 'one' },
  ),
  file(
    'an orb',
    '.circleci/config.yml',
    'jobs:\n  image:\n    steps:\n      - docker/build:\n          image: x\n          extra_build_args: --build-arg A=$B\n',
    A,
  ),
  file(
    'Bitbucket',
    'bitbucket-pipelines.yml',
    'pipelines:\n  default:\n    - step:\n        script:\n          - X=$B\n          - docker build --build-arg A=$X .\n',
    A,
  ),
  file(
    'Drone',
    '.drone.yml',
    'steps:\n  - name: image\n    image: plugins/docker\n    settings:\n      build_args: [A=one]\n      build_args_from_env: [B]\n',
    { 'argument A': 'one', 'argument B': '$B' },
  ),
  file(
    "Drone's plugin for one registry",
    '.drone.yml',
    'steps:\n  - name: image\n    image: plugins/ecr\n    settings: {repo: a/b, build_args: [A=one], dockerfile: Dockerfile}\n',
    { 'argument A': 'one' },
  ),
  file('az in a Jenkinsfile', 'Jenkinsfile', 'node { sh "az acr build -r reg --build-arg A=$B ." }\n', A),
  file(
    'finch in a program',
    'build.js',
    "spawnSync('finch', [\n    'build',\n    '--build-arg',\n    `A=${B}`,\n    '.',\n]);\n",
    A,
  ),
  file('flyctl in a program', 'deploy.mjs', 'await $`flyctl deploy --remote-only --build-arg A=${B}`;\n', A),
  {
    what: 'a builder by a variable of an included Makefile',
    files: {
      Makefile: 'include mk/common.mk\nimage:\n\t$(DOCKER) build --build-arg A=$(B) .\n',
      'mk/common.mk': 'DOCKER ?= docker\n-include common.mk ../Makefile\n',
    },
    builds: { Dockerfile: [A] },
  },
  {
    what: 'flags in a Makefile that an included one includes, from the root',
    files: {
      Makefile: 'include mk/common.mk\nimage:\n\tdocker build $(ARGS) .\n',
      'mk/common.mk': 'include mk/vars.mk\n',
      'mk/vars.mk': 'ARGS = --build-arg A=$(B)\n',
    },
    builds: { Dockerfile: [A] },
  },
  file(
    'PowerShell behind a map with an apostrophe in a comment',
    'build.ps1',
    "$p = @{\n  # don't cache\n  Name = 'x'\n}\nfunction B {\n  docker build --build-arg A=$env:B .\n}",
    A,
  ),
  file(
    'a block in a map of PowerShell',
    'build.ps1',
    '$tasks = @{\n  build = { docker build --build-arg A=$env:B . }\n}\n',
    A,
  ),
  {
    what: 'a builder by a variable of an imported justfile',
    files: {
      justfile: "import 'vars.just'\nimage:\n  {{engine}} build --build-arg A=$B .\n",
      'vars.just': "engine := 'docker'\n",
    },
    builds: { Dockerfile: [A] },
  },
  file('Travis', '.travis.yml', 'script:\n  - docker build --build-arg A=$B .\n', A),
  file(
    'a Taskfile',
    'Taskfile.yml',
    'tasks:\n  image:\n    cmds:\n      - docker build --build-arg A=$B .\n',
    A,
  ),
  file(
    'Skaffold',
    'skaffold.yaml',
    'build:\n  artifacts:\n    - image: x\n      docker:\n        buildArgs: {A: "{{.B}}"}\n        secrets: [{id: npm, env: NPM_TOKEN}]\n',
    { ...A, ...SECRET },
  ),
  file(
    'a dev container',
    '.devcontainer/devcontainer.json',
    '{\n  // for all\n  "build": {"dockerfile": "../Dockerfile", "args": {"A": "${localEnv:B}"}, "options": ["--ssh", "default"]},\n}\n',
    { ...A, 'ssh default': 'forwarded' },
  ),
  file(
    'Fly',
    'fly.toml',
    'app = "x"\n[build]\n  dockerfile = "Dockerfile"\n[build.args]\n  NODE_ENV = "production"\n',
    { 'argument NODE_ENV': 'production' },
  ),
  {
    what: 'a matrix',
    files: {
      [WORKFLOW]:
        'jobs:\n  image:\n    strategy:\n      matrix:\n        app: [a, b]\n    steps:\n      - run: docker build --build-arg A=$B ${{ matrix.app }}\n',
      'a/Dockerfile': 'FROM x\n',
      'b/Dockerfile': 'FROM x\n',
    },
    builds: { Dockerfile: [], 'a/Dockerfile': [A], 'b/Dockerfile': [A] },
  },
];

const OTHERS: readonly Shape[] = [
  file(
    'a step of PowerShell',
    WORKFLOW,
    steps(
      '- shell: pwsh\n  run: |\n    docker build `\n      --build-arg A=${env:B} --build-arg C=${{ github.sha }} .',
    ),
    { ...A, 'argument C': 'github.sha' },
  ),
  file(
    'PowerShell in Azure',
    'azure-pipelines.yml',
    'steps:\n  - pwsh: docker build --build-arg A=$env:B .\n',
    A,
  ),
];

const FEED = { 'argument A': 'GitHub secret FEED' };

/** Each was once read otherwise. */
const MENDED: readonly Shape[] = [
  file(
    'GoReleaser',
    '.goreleaser.yml',
    'dockers:\n  - dockerfile: Dockerfile\n    build_flag_templates:\n      - "--build-arg=A={{ .Env.B }}"\n      - "--build-arg=C={{.FullCommit}}"\n',
    { ...A, 'argument C': '{{.FullCommit}}' },
  ),
  file('another name of a Makefile', 'docker.Makefile', 'image:\n\tdocker build --build-arg A=$(B) .\n', A),
  script(
    'arms that begin alike',
    'if x; then O="--build-arg A=1"; else O="--build-arg A=1 --build-arg C=$C"; fi\ndocker build $O .',
    { 'argument A': '1', 'argument C': '$C' },
  ),
  script('an engine in a container', 'docker run -v /s:/s docker:cli docker build --build-arg A=$B .', A),
  script(
    'words that are no build',
    'mkdir -p docker build\nstep docker build image\nlogger docker build failed\ndocker build --build-arg A=$B .',
    A,
  ),
  file(
    'a command of make with all its words',
    'Makefile',
    'CMD := docker build\nOPTS := --build-arg A=$(B)\nimage:\n\t$(CMD) $(OPTS) .\n',
    A,
  ),
  file(
    'a condition of make',
    'Makefile',
    'ifeq ($(CI),true)\n\tCMD := docker build --no-cache\nelse\n\tCMD := docker build\nendif\nimage:\n\t$(CMD) --build-arg A=$(B) .\n',
    A,
  ),
  file(
    'a variable of make that takes what it was',
    'Makefile',
    'V := $(shell echo $(V))\nimage:\n\tdocker build --build-arg A=$(B) .\n',
    A,
  ),
  {
    what: 'a script beside its own Dockerfile',
    files: { 'e2e/build.sh': 'docker build --build-arg A=$B .\n', 'e2e/Dockerfile': 'FROM x\nARG A\n' },
    builds: { Dockerfile: [], 'e2e/Dockerfile': [A] },
  },
  file(
    'PowerShell on a Windows runner',
    WORKFLOW,
    'jobs:\n  a:\n    runs-on: windows-2022\n    steps:\n      - run: |\n          & docker build `\n            --build-arg "A=$env:B" `\n            .\n',
    A,
  ),
  file(
    'a job that inherits nothing',
    '.gitlab-ci.yml',
    'default:\n  before_script: [X=1]\nimage:\n  inherit: {default: false}\n  script: ["docker build --build-arg A=$X ."]\n',
    { 'argument A': '$X' },
  ),
  file(
    'a key that only some of a matrix have',
    WORKFLOW,
    'jobs:\n  image:\n    strategy:\n      matrix:\n        v: ["1\\n"]\n    steps:\n      - run: docker build --build-arg A=${{ matrix.v }} ${{ matrix.extra }} .\n',
    { 'argument A': '1' },
  ),
  {
    what: 'a build that is put away',
    files: {
      'compose.yml': 'services:\n  web:\n    build: {context: ., args: {A: $B}}\n',
      'compose.override.yml': 'services:\n  web:\n    build: !override {context: .}\n',
    },
    builds: { Dockerfile: [{}] },
  },
  script('a builder in a variable', 'DOCKER=${DOCKER:-docker}\n$DOCKER build --build-arg A=$B .', A),
  script(
    'a builder that is looked for',
    'D=$(command -v docker || command -v podman)\n"$D" build --build-arg A=$B .',
    A,
  ),
  script('a prefix in a variable', '$SUDO docker build --build-arg A=$B .', A),
  script('a wrapper that is not known', 'op run --env-file=.env -- docker build --build-arg A=$B .', A),
  script('a number behind a wrapper', 'retry 3 docker build --build-arg A=$B .', A),
  script(
    'either value of a branch',
    'if [ -n "$CI" ]; then O="--secret id=npm"; else O=""; fi\ndocker build $O .',
    { 'secret npm': 'its name' },
  ),
  script('either value of a case', 'case $1 in a) O="--build-arg A=$B";; *) O=;; esac\ndocker build $O .', A),
  script(
    'a variable that names one',
    'for v in A; do args="$args --build-arg $v=${!v}"; done\ndocker build $args .',
    { 'argument A': '$A' },
  ),
  script('an argument that is no name', 'docker build --build-arg A=$B .\n', A),
  script('a byte order mark', '\uFEFFdocker build --build-arg A=$B .\n', A),
  script(
    'kaniko in a container',
    'docker run -v $PWD:/w gcr.io/kaniko-project/executor:v1 --context dir:///w --dockerfile Dockerfile --build-arg A=$B',
    A,
  ),
  file(
    'a builder of make',
    'Makefile',
    'DOCKER ?= docker\nimage:\n\t$(DOCKER) build --build-arg A=$(B) .\n',
    A,
  ),
  file('a prefix of make', 'Makefile', 'image:\n\t$(SUDO) docker build --build-arg A=$(B) .\n', A),
  file(
    'a command of make',
    'Makefile',
    'CMD = docker build --pull\nimage:\n\t$(CMD) --build-arg A=$(B) .\n',
    A,
  ),
  file('a recipe behind its rule', 'Makefile', 'image: ; docker build --build-arg A=$(B) .\n', A),
  file(
    'one shell for a recipe',
    'Makefile',
    '.ONESHELL:\nimage:\n\tX=$(B)\n\tdocker build --build-arg A=$$X .\n',
    A,
  ),
  file(
    'a script without an extension',
    'hooks/build',
    '#!/usr/bin/env bash\ndocker build --build-arg A=$B .\n',
    A,
  ),
  file(
    'a variable of a Taskfile',
    'Taskfile.yml',
    "tasks:\n  image:\n    cmds: ['docker build --build-arg A={{.B}} .']\n",
    A,
  ),
  file(
    'a quoted argument of an action',
    WORKFLOW,
    steps(
      '- uses: docker/build-push-action@v6\n  with:\n    context: .\n    build-args: |\n      "A=${{ secrets.FEED }}"',
    ),
    { ...FEED, ...ACTION },
  ),
  file(
    'a quoted secret of several lines',
    WORKFLOW,
    steps(
      '- uses: docker/build-push-action@v6\n  with:\n    context: .\n    secrets: |\n      "npm=aaaa\n      bbbb=ccc\n      dddd"\n    secret-envs: e=E,f=F',
    ),
    {
      'secret npm': 'value a text',
      'secret e': 'variable $E',
      'secret f': 'variable $F',
      ...ACTION,
    },
  ),
  file(
    'a test of a secret',
    WORKFLOW,
    steps("- run: docker build --build-arg A=${{ secrets.FEED != '' && 'yes' || 'no' }} ."),
    { 'argument A': 'yes' },
  ),
  file(
    'a secret or another',
    WORKFLOW,
    steps("- run: docker build --build-arg A=${{ github.event_name == 'push' && secrets.FEED || '' }} ."),
    FEED,
  ),
  file(
    'a matrix of maps',
    WORKFLOW,
    'jobs:\n  image:\n    strategy:\n      matrix:\n        app: [{dir: ., v: $B}]\n        x: [1, 2]\n        exclude: [{x: 2}]\n        include: [{x: 1, extra: C}]\n    steps:\n      - run: docker build --build-arg A=${{ matrix.app.v }} --build-arg ${{ matrix.extra }}=1 ${{ matrix.app.dir }}\n',
    { 'argument A': '$B', 'argument C': '1' },
  ),
  file(
    'commands of a default and of a reference',
    '.gitlab-ci.yml',
    'default:\n  before_script: [X=$B]\n.build:\n  script: ["docker build --build-arg A=$X ."]\nimage:\n  script:\n    - !reference [.build, script]\n',
    A,
  ),
  file(
    'a home folder of CircleCI',
    '.circleci/config.yml',
    'jobs:\n  image:\n    working_directory: ~/project\n    steps:\n      - run: docker build --build-arg A=$B .\n',
    A,
  ),
  file(
    'quoted arguments in Azure',
    'azure-pipelines.yml',
    'steps:\n  - task: Docker@2\n    inputs:\n      command: build\n      Dockerfile: Dockerfile\n      arguments: \'--build-arg "A=$(B)"\'\n',
    A,
  ),
  file(
    'settings of Woodpecker',
    '.woodpecker.yml',
    'steps:\n  image:\n    image: woodpeckerci/plugin-docker-buildx\n    settings:\n      build_args: {A: {from_secret: feed}}\n      secrets: ["id=npm,env=NPM_TOKEN"]\n',
    { 'argument A': 'CI secret feed', ...SECRET },
  ),
  file(
    'flags of Skaffold',
    'skaffold.yaml',
    'build:\n  artifacts:\n    - image: x\n      docker: {cliFlags: ["--secret=id=npm,env=NPM_TOKEN"]}\n',
    SECRET,
  ),
  {
    what: 'a compose file over another',
    files: {
      'docker-compose.yml':
        'services:\n  web:\n    build: {context: ., secrets: [npm]}\nsecrets:\n  npm: {environment: NPM_TOKEN}\n',
      'docker-compose.prod.yml': 'services:\n  web:\n    build: {target: prod}\n',
    },
    builds: { Dockerfile: [{ target: 'prod', ...SECRET }, SECRET] },
  },
  {
    what: 'files that include each other',
    files: {
      'compose.yml': 'include: [p.yml, q.yml]\n',
      'p.yml': 'include: [q.yml, p.yml]\nservices: {z: {build: {args: {A: $B}}}}\n',
      'q.yml': 'include: [p.yml, q.yml]\n',
    },
    builds: { Dockerfile: [A] },
  },
];

export const SHAPES: readonly Shape[] = [...MENDED, ...OTHERS, ...SCRIPTS, ...TASKS, ...COMPOSE, ...CI];
