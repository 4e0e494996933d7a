import type { SecretNeed } from '../../src/rewrite/need.ts';

/** A file that builds, what its Dockerfile asks for, and what becomes of the file. */
export interface BuildEdit {
  what: string;
  file: string;
  /** The argument A as the secret a, where nothing else is said. */
  needs?: readonly SecretNeed[];
  before: string;
  /** Absent where nothing is edited. */
  after?: string;
  /** Commands, remarks and doubts, without the folder. */
  says?: readonly string[];
}

export const ONE: readonly SecretNeed[] = [{ kind: 'secret', id: 'a', argument: 'A' }];
const BOTH: readonly SecretNeed[] = [...ONE, { kind: 'secret', id: 'c', argument: 'C' }];

export const BUILD_EDITS: readonly BuildEdit[] = [
  {
    what: 'variables of a file that is read',
    file: 'a.sh',
    before: '. ./build.env\ndocker build --build-arg A=$A .\n',
    after: '. ./build.env\nA=$A docker build --secret id=a,env=A .\n',
  },
  {
    what: 'variables of a file that are handed on',
    file: 'a.sh',
    before: 'set -a; . ./build.env; set +a\ndocker build --build-arg A=$A .\n',
    after: 'set -a; . ./build.env; set +a\ndocker build --secret id=a,env=A .\n',
  },
  {
    what: 'variables of a file that make includes',
    file: 'Makefile',
    before: '-include .env\nimage:\n\tdocker build --build-arg A=$(A) .\n',
    after: '-include .env\nimage:\n\tA=$(A) docker build --secret id=a,env=A .\n',
  },
  {
    what: 'flags of a variable of make, and some on command lines',
    file: 'Makefile',
    before:
      'ARGS := --build-arg A=$(T)\nall:\n\tdocker build $(ARGS) .\nmany:\n\tfor v in 1 2; do docker build $(ARGS) -t x:$$v . || exit 1; done\none:\n\tdocker build --build-arg A=$(T) .\ntwo:\n\tdocker build --build-arg A=$(A) .\n',
    after:
      'ARGS := --secret id=a,env=A\nall:\n\tA=$(T) docker build $(ARGS) .\nmany:\n\tfor v in 1 2; do A=$(T) docker build $(ARGS) -t x:$$v . || exit 1; done\none:\n\tA=$(T) docker build --secret id=a,env=A .\ntwo:\n\tdocker build --secret id=a,env=A .\n',
  },
  {
    what: 'flags of a variable of a script, and some on a command line',
    file: 'a.sh',
    before: 'F="-q --build-arg A=$T"\ndocker build $F .\ndocker build --build-arg A=$T .\n',
    after: 'F="-q --secret id=a,env=A"\nA=$T docker build $F .\nA=$T docker build --secret id=a,env=A .\n',
  },
  {
    what: 'flags of two variables of make',
    file: 'Makefile',
    before:
      'F := --build-arg A=$(T)\nG := --build-arg A=$(U)\nall:\n\tdocker build $(F) .\n\tdocker build $(G) .\n',
    says: [4, 5].map(
      (line) =>
        `# Makefile:${line}:2 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …`,
    ),
  },
  {
    what: 'an array of a variable that changes',
    file: 'a.sh',
    before: 'T=1\nargs=(--build-arg A=$T)\nT=2\ndocker build "${args[@]}" .\n',
    says: [
      '# a.sh:4:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'an array of a token that is fetched',
    file: 'a.sh',
    before: 'T=$(gh auth token)\nargs=(--build-arg A=$T)\ndocker build "${args[@]}" .\n',
    after: 'T=$(gh auth token)\nargs=(--secret id=a,env=A)\nA=$T docker build "${args[@]}" .\n',
  },
  {
    what: 'operands of a function',
    file: 'a.sh',
    before: 'f() { args="--build-arg A=$1"; }\nf x\ndocker build $args .\n',
    says: [
      '# a.sh:3:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a file of variables behind a condition',
    file: 'a.sh',
    needs: [{ kind: 'secret', id: '_env', dotenv: ['A'] }],
    before: 'true &&\n  docker build --build-arg A=$A .\n',
    says: [
      `# a.sh:2:3 (docker build), instead of the build argument A:\n(umask 077 && printf "%s='%s'\\n" A "$A" > /tmp/.env.build)\ndocker build --secret id=_env,src=/tmp/.env.build …`,
      '/tmp/.env.build holds the values in clear, none with a single quote in it: remove it after the build',
    ],
  },
  {
    what: 'two that are in the environment',
    file: 'a.sh',
    needs: BOTH,
    before: 'docker build --build-arg A="$A" --build-arg "C=$C" . # why\n',
    after: 'docker build --secret id=a,env=A --secret id=c,env=C . # why\n',
  },
  {
    what: 'one that the script sets',
    file: 'a.sh',
    before: 'A=$(cat x)\ndocker build --build-arg A="$A" .\n',
    after: 'A=$(cat x)\nA="$A" docker build --secret id=a,env=A .\n',
  },
  {
    what: 'one that the script exports',
    file: 'a.sh',
    before: 'export A=$(cat x)\ndocker build --build-arg A="$A" .\n',
    after: 'export A=$(cat x)\ndocker build --secret id=a,env=A .\n',
  },
  {
    what: 'one that is read',
    file: 'a.sh',
    before: 'read -r A\ndocker build --build-arg A=$A .\n',
    after: 'read -r A\nA=$A docker build --secret id=a,env=A .\n',
  },
  {
    what: 'sudo drops the environment',
    file: 'a.sh',
    before: 'sudo docker build --build-arg A=$A .\n',
    after: 'sudo env A=$A docker build --secret id=a,env=A .\n',
  },
  {
    what: 'a script of somebody else has another environment',
    file: 'a.sh',
    before:
      'sudo -u u bash -c "docker build --build-arg A=$A ."\nsu - u -c "docker build --build-arg A=$A ."\nenv -i bash -c "docker build --build-arg A=$A ."\n',
    after:
      'sudo -u u bash -c "A=$A docker build --secret id=a,env=A ."\nsu - u -c "A=$A docker build --secret id=a,env=A ."\nenv -i bash -c "A=$A docker build --secret id=a,env=A ."\n',
  },
  {
    what: 'env drops the environment',
    file: 'a.sh',
    before: 'env -i PATH=$PATH docker build --build-arg A=$A .\n',
    after: 'env -i PATH=$PATH env A=$A docker build --secret id=a,env=A .\n',
  },
  {
    what: 'ssh hands no environment on',
    file: 'a.sh',
    before:
      'ssh host docker build --build-arg A=$A .\nssh host "cd x && docker build --build-arg A=\\"$A\\" ."\n',
    after:
      'ssh host A=$A docker build --secret id=a,env=A .\nssh host "cd x && A=\\"$A\\" docker build --secret id=a,env=A ."\n',
  },
  {
    what: 'quoted words for another machine',
    file: 'a.sh',
    before:
      'ssh h docker build --build-arg A="$A" -t app .\nssh h docker build --build-arg "A=$A" .\nssh h sudo docker build . --build-arg A="$A"\n',
    after:
      'ssh h A="$A" docker build --secret id=a,env=A -t app .\nssh h A="$A" docker build --secret id=a,env=A .\nssh h sudo env A="$A" docker build . --secret id=a,env=A\n',
  },
  {
    what: 'a value between two texts for another machine',
    file: 'a.sh',
    before: "ssh h 'cd $HOME && docker build --build-arg A='\"$A\"' .'\n",
    after: "ssh h 'cd $HOME && A='\"$A\"' docker build --secret id=a,env=A .'\n",
  },
  {
    what: 'quoted words for another machine, by make',
    file: 'Makefile',
    before: 'image:\n\tssh h docker build --build-arg A="$(A)" .\n',
    after: 'image:\n\tssh h A="$(A)" docker build --secret id=a,env=A .\n',
  },
  {
    what: 'quoted words for another machine, in quotes of YAML',
    file: '.gitlab-ci.yml',
    before:
      'image:\n  script:\n    - ssh h docker build --build-arg A="$A" .\n    - "ssh h docker build --build-arg A=\\"$A\\" ."\n',
    after:
      'image:\n  script:\n    - ssh h A="$A" docker build --secret id=a,env=A .\n    - "ssh h A=\\"$A\\" docker build --secret id=a,env=A ."\n',
  },
  {
    what: 'a heredoc for another machine',
    file: 'a.sh',
    before: 'ssh host bash -s <<EOF\n  docker build --build-arg A=$A .\nEOF\n',
    after: 'ssh host bash -s <<EOF\n  A=$A docker build --secret id=a,env=A .\nEOF\n',
  },
  {
    what: 'a variable of the other machine',
    file: 'a.sh',
    before: 'ssh host "docker build --build-arg A ."\n',
    after: 'ssh host "docker build --secret id=a,env=A ."\n',
  },
  {
    what: 'a pod has no environment of the script',
    file: 'a.sh',
    before:
      'kubectl exec pod -- docker build --build-arg A="$A" .\ndocker exec ci docker build --build-arg A="$A" .\n',
    after:
      'kubectl exec pod -- env A="$A" docker build --secret id=a,env=A .\ndocker exec ci env A="$A" docker build --secret id=a,env=A .\n',
  },
  {
    what: 'an engine on another machine is asked from here',
    file: 'a.sh',
    before: 'docker -H ssh://host build --build-arg A=$A .\n',
    after: 'docker -H ssh://host build --secret id=a,env=A .\n',
  },
  {
    what: 'words made here for another machine',
    file: 'a.sh',
    before: 'f="--build-arg A=$A"\nssh host docker build $f .\n',
    says: [
      '# a.sh:2:10 (docker build), instead of the build argument A, with A set in front of the builder (what runs it hands no environment on):\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a script of an action that uses ssh',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    steps:\n      - uses: appleboy/ssh-action@v1\n        env:\n          T: ${{ secrets.A }}\n        with:\n          envs: T\n          script: |\n            docker build --build-arg A=$T .\n',
    after:
      'jobs:\n  image:\n    steps:\n      - uses: appleboy/ssh-action@v1\n        env:\n          T: ${{ secrets.A }}\n        with:\n          envs: T\n          script: |\n            A=$T docker build --secret id=a,env=A .\n',
  },
  {
    what: 'one line of PowerShell',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    runs-on: windows-latest\n    steps:\n      - run: docker build --build-arg A=${{ secrets.A }} .\n',
    after:
      "jobs:\n  image:\n    runs-on: windows-latest\n    steps:\n      - run: $env:A = '${{ secrets.A }}'; docker build --secret id=a,env=A .\n",
  },
  {
    what: 'one line of cmd',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    runs-on: windows-latest\n    steps:\n      - run: docker build --build-arg A=${{ secrets.A }} .\n        shell: cmd\n',
    after:
      'jobs:\n  image:\n    runs-on: windows-latest\n    steps:\n      - run: set "A=${{ secrets.A }}" && docker build --secret id=a,env=A .\n        shell: cmd\n',
  },
  {
    what: 'a variable of another name, in PowerShell',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    runs-on: windows-latest\n    steps:\n      - run: |\n          docker build `\n            --build-arg A="$env:T" `\n            .\n        env:\n          T: ${{ secrets.A }}\n',
    after:
      'jobs:\n  image:\n    runs-on: windows-latest\n    steps:\n      - run: |\n          docker build `\n            --secret id=a,env=T `\n            .\n        env:\n          T: ${{ secrets.A }}\n',
  },
  {
    what: 'a variable of another name, in cmd',
    file: 'a.cmd',
    before: 'docker build --build-arg A=%T% .\r\n',
    after: 'docker build --secret id=a,env=T .\r\n',
  },
  {
    what: 'a variable of PowerShell alone',
    file: 'a.ps1',
    before: 'param($A)\ndocker build --build-arg A=$A .\n',
    after: 'param($A)\n$env:A = $A\ndocker build --secret id=a,env=A .\n',
  },
  {
    what: 'a task of PowerShell',
    file: 'azure-pipelines.yml',
    before:
      'steps:\n  - task: PowerShell@2\n    inputs:\n      targetType: inline\n      script: docker build --build-arg A=$(A) .\n',
    after:
      'steps:\n  - task: PowerShell@2\n    inputs:\n      targetType: inline\n      script: $env:A = "$(A)"; docker build --secret id=a,env=A .\n',
  },
  {
    what: 'a script of a pool of Windows',
    file: 'azure-pipelines.yml',
    before:
      'pool:\n  vmImage: windows-latest\nsteps:\n  - script: docker build --build-arg A=$(A) .\n  - bash: docker build --build-arg A=$(A) .\n',
    after:
      'pool:\n  vmImage: windows-latest\nsteps:\n  - script: set "A=$(A)" && docker build --secret id=a,env=A .\n  - bash: A=$(A) docker build --secret id=a,env=A .\n',
  },
  {
    what: 'the shell of a whole workflow, on Windows',
    file: '.github/workflows/a.yml',
    before:
      'defaults:\n  run:\n    shell: cmd\njobs:\n  image:\n    runs-on: [self-hosted, windows]\n    steps:\n      - run: docker build --build-arg A=${{ secrets.A }} .\n',
    after:
      'defaults:\n  run:\n    shell: cmd\njobs:\n  image:\n    runs-on: [self-hosted, windows]\n    steps:\n      - run: set "A=${{ secrets.A }}" && docker build --secret id=a,env=A .\n',
  },
  {
    what: 'runners of Windows in a list',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    runs-on: [self-hosted, windows]\n    steps:\n      - run: docker build --build-arg A=$env:T .\n',
    after:
      'jobs:\n  image:\n    runs-on: [self-hosted, windows]\n    steps:\n      - run: docker build --secret id=a,env=T .\n',
  },
  {
    what: 'steps of Jenkins for Windows, in the environment',
    file: 'Jenkinsfile',
    before:
      "pipeline { stages { stage('x') { steps {\n  powershell 'docker build --build-arg A=$env:B .'\n  bat 'docker build --build-arg A=%B% .'\n} } } }\n",
    after:
      "pipeline { stages { stage('x') { steps {\n  powershell 'docker build --secret id=a,env=B .'\n  bat 'docker build --secret id=a,env=B .'\n} } } }\n",
  },
  {
    what: 'a variable of PowerShell in a step of Jenkins',
    file: 'Jenkinsfile',
    before:
      "pipeline { stages { stage('x') { steps {\n  powershell 'docker build --build-arg A=$t .'\n} } } }\n",
    says: [
      '# Jenkinsfile:2:15 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a word that PowerShell makes',
    file: 'a.ps1',
    before: "docker build `\n  --build-arg ('A=' + $Token) .\n",
    says: ['# a.ps1:1:1 (docker build), with A in the environment:\ndocker build --secret id=a,env=A …'],
  },
  {
    what: 'what cmd runs another command by',
    file: 'a.cmd',
    before:
      '@docker build --build-arg A=%1 .\r\nif exist x docker build --build-arg A=%A% .\r\ncall docker build --build-arg A=%A% .\r\nstart /wait docker build --build-arg A=%A% .\r\n',
    after:
      '@set "BUILD_A=%1"\r\n@docker build --secret id=a,env=BUILD_A .\r\nif exist x docker build --secret id=a,env=A .\r\ncall docker build --secret id=a,env=A .\r\nstart /wait docker build --secret id=a,env=A .\r\n',
  },
  {
    what: 'a value for a command that cmd may not run',
    file: 'a.cmd',
    before: 'if not "%1"=="" call docker build --build-arg A=%1 .\r\n',
    says: [
      '# a.cmd:1:22 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'Linux below Windows has another environment',
    file: 'a.sh',
    before: 'wsl docker build --build-arg A=$A .\n',
    after: 'wsl env A=$A docker build --secret id=a,env=A .\n',
  },
  {
    what: 'Linux below cmd has another environment',
    file: 'a.cmd',
    before: 'wsl -d x docker build --build-arg A=%A% .\r\n',
    says: [
      '# a.cmd:1:1 (docker build), instead of the build argument A, with A set in front of the builder (what runs it hands no environment on):\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a script on the standard input of a container',
    file: 'a.sh',
    before:
      'docker exec -i b bash <<EOF\n  docker build --build-arg A=$A .\nEOF\nkubectl exec -i p -- sh -s <<EOF\n  docker build --build-arg A=$A .\nEOF\n',
    after:
      'docker exec -i b bash <<EOF\n  A=$A docker build --secret id=a,env=A .\nEOF\nkubectl exec -i p -- sh -s <<EOF\n  A=$A docker build --secret id=a,env=A .\nEOF\n',
  },
  {
    what: 'two shells for one text',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    strategy:\n      matrix:\n        os: [windows-2022, ubuntu-latest]\n    runs-on: ${{ matrix.os }}\n    steps:\n      - run: docker build --build-arg A=${{ secrets.A }} .\n',
    says: [
      '# .github/workflows/a.yml:8:14 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a literal beside one of the environment',
    file: 'a.sh',
    needs: BOTH,
    before:
      'docker build --build-arg A=${A} --build-arg OTHER=1 \\\n  --build-arg C=lit \\\n  . && echo done\n',
    after:
      'C=lit docker build --secret id=a,env=A --build-arg OTHER=1 \\\n  --secret id=c,env=C \\\n  . && echo done\n',
  },
  {
    what: 'values that need each other',
    file: 'a.sh',
    needs: BOTH,
    before: 'docker build . \\\n  --build-arg A=x \\\n  --build-arg C=$A\n',
    says: [
      '# a.sh:1:1 (docker build), instead of the build arguments A, C, with A, C in the environment:\ndocker build --secret id=a,env=A --secret id=c,env=C …',
    ],
  },
  {
    what: 'values that need each other, the other way round',
    file: 'a.sh',
    needs: BOTH,
    before: 'docker build --build-arg C=$A --build-arg A=x .\n',
    says: [
      '# a.sh:1:1 (docker build), instead of the build arguments A, C, with A, C in the environment:\ndocker build --secret id=a,env=A --secret id=c,env=C …',
    ],
  },
  {
    what: 'the argument stays',
    file: 'a.sh',
    needs: [{ kind: 'secret', id: 'a', argument: 'A', keepsArgument: true }],
    before: 'docker build --build-arg A=$B .\n',
    after: 'A=$B docker build --secret id=a,env=A --build-arg A=$B .\n',
  },
  {
    what: 'the name alone stays',
    file: 'a.sh',
    needs: [{ kind: 'secret', id: 'a', argument: 'A', keepsArgument: true }],
    before: 'docker build --build-arg A .\n',
    after: 'docker build --secret id=a,env=A --build-arg A .\n',
  },
  {
    what: 'the secret is there already',
    file: 'a.sh',
    before: 'docker build --secret id=a,env=A --build-arg A=$B .\n',
    after: 'docker build --secret id=a,env=A .\n',
  },
  {
    what: 'an argument that becomes a key',
    file: 'a.sh',
    needs: [{ kind: 'ssh', id: 'default', argument: 'KEY' }],
    before: 'docker build --build-arg KEY=x .\n',
    after: 'docker build --ssh default .\n',
    says: ['an SSH agent that holds the key has to run where docker build is started (ssh-agent, ssh-add)'],
  },
  {
    what: 'a key of the context',
    file: 'a.sh',
    needs: [{ kind: 'ssh', id: 'default', file: 'id_rsa' }],
    before: 'docker build .\n',
    after: 'docker build --ssh default=id_rsa .\n',
  },
  {
    what: 'a file, from another folder',
    file: 'ci/a.sh',
    needs: [{ kind: 'secret', id: 'npmrc', file: '.npmrc' }],
    before: 'cd ..\ndocker build -f Dockerfile .\n',
    after: 'cd ..\ndocker build --secret id=npmrc,src=.npmrc -f Dockerfile .\n',
  },
  {
    what: 'a file, from a folder below',
    file: 'app/a.sh',
    needs: [{ kind: 'secret', id: 'npmrc', file: '.npmrc' }],
    before: 'docker build -f ../Dockerfile ..\n',
    after: 'docker build --secret id=npmrc,src=../.npmrc -f ../Dockerfile ..\n',
  },
  {
    what: 'what the builder itself looks for',
    file: 'a.sh',
    needs: [{ kind: 'secret', id: 'GIT_AUTH_TOKEN.git.example.com' }],
    before: 'docker build .\n',
    after: 'docker build --secret id=GIT_AUTH_TOKEN.git.example.com,env=GIT_AUTH_TOKEN .\n',
  },
  {
    what: 'a file of variables',
    file: 'a.sh',
    needs: [{ kind: 'secret', id: '_env', dotenv: ['A', 'C'] }],
    before: '  docker build --build-arg A=$X --build-arg C .\n',
    after:
      '  (umask 077 && printf "%s=\'%s\'\\n" A "$X" C "$C" > /tmp/.env.build)\n  docker build --secret id=_env,src=/tmp/.env.build .\n',
    says: [
      '/tmp/.env.build holds the values in clear, none with a single quote in it: remove it after the build',
    ],
  },
  {
    what: 'a file of variables in a Makefile',
    file: 'Makefile',
    needs: [{ kind: 'secret', id: '_env', dotenv: ['A', 'C'] }],
    before: 'image:\n\t@docker build --build-arg A=$(X) .\n',
    after:
      'image:\n\t@(umask 077 && printf "%s=\'%s\'\\n" A "$(X)" C "$$C" > /tmp/.env.build)\n\t@docker build --secret id=_env,src=/tmp/.env.build .\n',
    says: [
      '/tmp/.env.build holds the values in clear, none with a single quote in it: remove it after the build',
    ],
  },
  {
    what: 'the classic builder',
    file: 'a.sh',
    before: 'DOCKER_BUILDKIT=0 docker build --build-arg A=$X .\n',
    says: [
      '# a.sh:1:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
      'a.sh:1:1: the classic builder has no secret mounts; leave DOCKER_BUILDKIT=0 out',
    ],
  },
  {
    what: 'BuildKit by a variable',
    file: 'a.sh',
    before: 'DOCKER_BUILDKIT=1 docker build --build-arg A=$X .\n',
    after: 'A=$X DOCKER_BUILDKIT=1 docker build --secret id=a,env=A .\n',
  },
  {
    what: 'a Dockerfile on standard input',
    file: 'a.sh',
    before: 'docker build --build-arg A=$X - < Dockerfile\n',
    after: 'A=$X docker build --secret id=a,env=A - < Dockerfile\n',
  },
  {
    what: 'quotes in quotes',
    file: 'a.sh',
    before: 'docker build --build-arg A="$(aws x --q "a b")" .\n',
    after: 'A="$(aws x --q "a b")" docker build --secret id=a,env=A .\n',
  },
  {
    what: 'a condition',
    file: 'a.sh',
    before: 'if ! docker build --build-arg A=$X .; then exit 1; fi\n',
    after: 'if ! A=$X docker build --secret id=a,env=A .; then exit 1; fi\n',
  },
  {
    what: 'quotes of JSON',
    file: 'package.json',
    needs: BOTH,
    before:
      '{\n  "scripts": {\n    "b": "docker build --build-arg \\"A=$B\\" --build-arg C=\\"$C\\" ."\n  }\n}\n',
    after:
      '{\n  "scripts": {\n    "b": "A=\\"$B\\" docker build --secret id=a,env=A --secret id=c,env=C ."\n  }\n}\n',
  },
  {
    what: 'a wrapper in package.json',
    file: 'package.json',
    before: '{"scripts": {"b": "cross-env X=1 docker build --build-arg A=$B ."}}\n',
    after: '{"scripts": {"b": "cross-env X=1 A=$B docker build --secret id=a,env=A ."}}\n',
  },
  {
    what: 'quotes of YAML',
    file: '.gitlab-ci.yml',
    before: 'image:\n  script:\n    - "docker build --build-arg \\"A=$B\\" ."\n    - echo\n',
    after: 'image:\n  script:\n    - "A=\\"$B\\" docker build --secret id=a,env=A ."\n    - echo\n',
  },
  {
    what: 'single quotes of YAML',
    file: '.gitlab-ci.yml',
    before: "image:\n  script:\n    - 'docker build --build-arg ''A=$B'' .' # c\n",
    after: "image:\n  script:\n    - 'A=''$B'' docker build --secret id=a,env=A .' # c\n",
  },
  {
    what: 'a scalar of several lines',
    file: '.gitlab-ci.yml',
    before: 'image:\n  script:\n    - docker build\n      --build-arg A=$B\n      .\n',
    after: 'image:\n  script:\n    - A=$B docker build\n      --secret id=a,env=A\n      .\n',
  },
  {
    what: 'a folded scalar',
    file: '.gitlab-ci.yml',
    needs: BOTH,
    before:
      'image:\n  script:\n    - >\n      docker build\n      --build-arg A=$B\n      --build-arg C=$C\n      .\n',
    after:
      'image:\n  script:\n    - >\n      A=$B docker build\n      --secret id=a,env=A\n      --secret id=c,env=C\n      .\n',
  },
  {
    what: 'line ends of Windows in YAML',
    file: '.gitlab-ci.yml',
    before:
      'image:\r\n  script:\r\n    - |\r\n      docker build \\\r\n        --build-arg A=$B \\\r\n        .\r\n',
    after:
      'image:\r\n  script:\r\n    - |\r\n      A=$B docker build \\\r\n        --secret id=a,env=A \\\r\n        .\r\n',
  },
  {
    what: 'a secret of GitHub in a script',
    file: '.github/workflows/a.yml',
    before: 'jobs:\n  image:\n    steps:\n      - run: docker build --build-arg A=${{ secrets.A }} .\n',
    after:
      'jobs:\n  image:\n    steps:\n      - run: A=${{ secrets.A }} docker build --secret id=a,env=A .\n',
  },
  {
    what: 'a variable of a step',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    steps:\n      - run: docker build --build-arg A="$A" .\n        env:\n          A: ${{ secrets.A }}\n',
    after:
      'jobs:\n  image:\n    steps:\n      - run: docker build --secret id=a,env=A .\n        env:\n          A: ${{ secrets.A }}\n',
  },
  {
    what: 'inputs that are there',
    file: '.github/workflows/a.yml',
    before:
      'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          build-args: |\n            A=${{ secrets.X }}\n            C=1\n          secrets: n=${{ secrets.N }} # c\n          push: true\n',
    after:
      'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          build-args: |\n            C=1\n          secrets: | # c\n            n=${{ secrets.N }}\n            a=${{ secrets.X }}\n          push: true\n',
  },
  {
    what: 'inputs that are not',
    file: '.github/workflows/a.yml',
    needs: [
      { kind: 'secret', id: 'a', argument: 'A' },
      { kind: 'ssh', id: 'default' },
      { kind: 'secret', id: 'f', file: 'x/.npmrc' },
    ],
    before:
      'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          build-args: A=${{ secrets.X }}\n          push: true\n',
    after:
      'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          secrets: |\n            a=${{ secrets.X }}\n          ssh: |\n            default\n          secret-files: |\n            f=x/.npmrc\n',
    says: [
      'an SSH agent that holds the key has to run where docker/build-push-action is started (ssh-agent, ssh-add)',
    ],
  },
  {
    what: 'a step without inputs',
    file: '.github/workflows/a.yml',
    before: 'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n',
    after:
      'jobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          secrets: |\n            a=${{ secrets.A }}\n',
    says: ['the repository has to have a secret A (Settings, Secrets and variables, Actions)'],
  },
  {
    what: 'entries of Bake',
    file: 'docker-bake.hcl',
    needs: BOTH,
    before:
      'target "app" {\n  args = {\n    # one\n    A = "${B}"\n    V = "1" # two\n    C = C\n  }\n}\nvariable "B" {}\nvariable "C" {}\n',
    after:
      'target "app" {\n  args = {\n    # one\n    V = "1" # two\n  }\n  secret = ["id=a,env=B", "id=c,env=C"]\n}\nvariable "B" {}\nvariable "C" {}\n',
  },
  {
    what: 'entries of Bake in one line',
    file: 'docker-bake.hcl',
    before: 'target "app" {\n  args = { A = B, V = "1" }\n  secret = ["id=n"]\n}\nvariable "B" {}\n',
    after: 'target "app" {\n  args = { V = "1" }\n  secret = ["id=n", "id=a,env=B"]\n}\nvariable "B" {}\n',
  },
  {
    what: 'an inherited target',
    file: 'docker-bake.hcl',
    before: 'target "_base" {\n  args = { A = "lit" }\n}\ntarget "app" {\n  inherits = ["_base"]\n}\n',
    after: 'target "_base" {\n}\ntarget "app" {\n  inherits = ["_base"]\n  secret = ["id=a,env=A"]\n}\n',
    says: [
      'the variable A has to be in the environment of whoever builds target app: its value was made in docker-bake.hcl:2:12',
    ],
  },
  {
    what: 'all entries of Bake',
    file: 'docker-bake.hcl',
    before: 'target "app" {\n  args = {\n    A = "lit"\n  }\n}\n',
    after: 'target "app" {\n  secret = ["id=a,env=A"]\n}\n',
    says: [
      'the variable A has to be in the environment of whoever builds target app: its value was made in docker-bake.hcl:3:5',
    ],
  },
  {
    what: 'Bake in JSON',
    file: 'docker-bake.json',
    before:
      '{\n  "target": {\n    "app": {\n      "args": {\n        "A": "x",\n        "C": "y"\n      }\n    }\n  }\n}\n',
    after:
      '{\n  "target": {\n    "app": {\n      "args": {\n        "C": "y"\n      },\n      "secret": ["id=a,env=A"]\n    }\n  }\n}\n',
    says: [
      'the variable A has to be in the environment of whoever builds target app: its value was made in docker-bake.json:5:9',
    ],
  },
  {
    what: 'Bake in JSON, all entries',
    file: 'docker-bake.json',
    needs: [
      { kind: 'secret', id: 'a', argument: 'A' },
      { kind: 'ssh', id: 'default' },
    ],
    before:
      '{\n  "target": {\n    "app": {\n      "context": ".",\n      "args": {"A": "x"}\n    }\n  }\n}\n',
    after:
      '{\n  "target": {\n    "app": {\n      "context": ".",\n      "secret": ["id=a,env=A"],\n      "ssh": ["default"]\n    }\n  }\n}\n',
    says: [
      'an SSH agent that holds the key has to run where target app is started (ssh-agent, ssh-add)',
      'the variable A has to be in the environment of whoever builds target app: its value was made in docker-bake.json:5:16',
    ],
  },
  {
    what: 'an empty default of compose',
    file: 'compose.yaml',
    before: 'services:\n  web:\n    build:\n      context: .\n      args:\n        A: ${TOKEN:-}\n',
    after:
      'services:\n  web:\n    build:\n      context: .\n      secrets:\n        - a\nsecrets:\n  a:\n    environment: TOKEN\n',
  },
  {
    what: 'a default of compose',
    file: 'compose.yaml',
    before: 'services:\n  web:\n    build:\n      context: .\n      args:\n        A: "${TOKEN-none}"\n',
    after:
      'services:\n  web:\n    build:\n      context: .\n      secrets:\n        - a\nsecrets:\n  a:\n    environment: TOKEN\n',
    says: ['compose.yaml:6:9 has a default for TOKEN: a build where it is not set gets an empty secret now'],
  },
  {
    what: 'a demand of compose',
    file: 'compose.yaml',
    before: 'services:\n  web:\n    build:\n      context: .\n      args:\n        A: ${TOKEN:?set it}\n',
    after:
      'services:\n  web:\n    build:\n      context: .\n      secrets:\n        - a\nsecrets:\n  a:\n    environment: TOKEN\n',
    says: [
      'compose.yaml:6:9: compose ended where TOKEN was not set; it now builds with an empty secret, and the step that needs it fails',
    ],
  },
  {
    what: 'a default for a variable that is called as no secret, in compose',
    file: 'compose.yaml',
    before: 'services:\n  web:\n    build:\n      context: .\n      args:\n        A: ${TOK:-none}\n',
    after:
      'services:\n  web:\n    build:\n      context: .\n      secrets:\n        - a\nsecrets:\n  a:\n    environment: TOK\n',
    says: ['compose.yaml:6:9 has a default for TOK: a build where it is not set gets an empty secret now'],
  },
  {
    what: 'another variable in its place, in compose',
    file: 'compose.yaml',
    before: 'services:\n  web:\n    build:\n      context: .\n      args:\n        A: ${CI_TOKEN:-$TOKEN}\n',
    says: [
      '# compose.yaml:4:7 (service web), instead of the build argument A, with CI_TOKEN in the environment:\nservices:\n  web:\n    build:\n      secrets: [a]\nsecrets:\n  a:\n    environment: CI_TOKEN',
      'compose.yaml:6:9: a secret of compose names one variable, and takes no other in its place; set CI_TOKEN before compose is called',
    ],
  },
  {
    what: 'a secret of compose that is there, of another variable',
    file: 'compose.yaml',
    before:
      'services:\n  a:\n    build:\n      context: .\n      args:\n        A: ${OTHER}\n      secrets:\n        - a\nsecrets:\n  a:\n    environment: A\n',
    says: [
      '# compose.yaml:4:7 (service a), instead of the build argument A: another value is supplied as the secret',
      'compose.yaml:4:7: service a supplies another value as the secret a: give that, or A, another id',
    ],
  },
  {
    what: 'a name of compose that is taken',
    file: 'compose.yaml',
    before:
      'services:\n  a:\n    build:\n      context: .\n      args:\n        A: ${OTHER}\n      secrets: [n]\nsecrets:\n  a: {file: ./a}\n  n: {file: ./n}\n',
    after:
      'services:\n  a:\n    build:\n      context: .\n      secrets: [n, {source: a_a, target: a}]\nsecrets:\n  a: {file: ./a}\n  n: {file: ./n}\n  a_a:\n    environment: OTHER\n',
  },
  {
    what: 'two values of compose, none of which a secret can have',
    file: 'compose.yaml',
    before:
      'services:\n  a:\n    build:\n      args:\n        A: ${X_TOKEN:-$Z}\n      context: .\n  b:\n    build:\n      args:\n        A: ${Y_TOKEN:-$Z}\n      context: .\n',
    says: [
      '# compose.yaml:4:7 (service a), instead of the build argument A, with X_TOKEN in the environment:\nservices:\n  a:\n    build:\n      secrets: [a]\nsecrets:\n  a:\n    environment: X_TOKEN',
      'compose.yaml:5:9: a secret of compose names one variable, and takes no other in its place; set X_TOKEN before compose is called',
      '# compose.yaml:9:7 (service b), instead of the build argument A, with Y_TOKEN in the environment:\nservices:\n  b:\n    build:\n      secrets: [{source: a_b, target: a}]\nsecrets:\n  a_b:\n    environment: Y_TOKEN',
      'compose.yaml:10:9: a secret of compose names one variable, and takes no other in its place; set Y_TOKEN before compose is called',
    ],
  },
  {
    what: 'lists of compose',
    file: 'compose.yaml',
    needs: BOTH,
    before:
      'services:\n  a:\n    build:\n      context: .\n      args:\n        - A=$A # c\n        - V=1\n\n  b:\n    build: .\n    image: x\n\nvolumes: {}\n',
    after:
      'services:\n  a:\n    build:\n      context: .\n      args:\n        - V=1\n      secrets:\n        - a\n        - c\n\n  b:\n    build:\n      context: .\n      secrets:\n        - a\n        - c\n    image: x\n\nvolumes: {}\n\nsecrets:\n  a:\n    environment: A\n  c:\n    environment: C\n',
  },
  {
    what: 'indentation by four',
    file: 'compose.yaml',
    needs: BOTH,
    before:
      'services:\n    a:\n        build:\n            args:\n                A: ${A}\n                C:\n                V: 1\n            context: .\n\nsecrets:\n    n:\n        file: ./n\n',
    after:
      'services:\n    a:\n        build:\n            args:\n                V: 1\n            context: .\n            secrets:\n                - a\n                - c\n\nsecrets:\n    n:\n        file: ./n\n    a:\n        environment: A\n    c:\n        environment: C\n',
  },
  {
    what: 'a compose file without a last line end',
    file: 'compose.yaml',
    before: 'services:\r\n  a:\r\n    build:\r\n      context: .\r\n      args:\r\n        A: ${A}',
    after:
      'services:\r\n  a:\r\n    build:\r\n      context: .\r\n      secrets:\r\n        - a\r\nsecrets:\r\n  a:\r\n    environment: A',
  },
  {
    what: 'a compose file in a folder',
    file: 'app/compose.yaml',
    needs: [
      { kind: 'secret', id: 'n', file: '.npmrc' },
      { kind: 'ssh', id: 'default' },
    ],
    before: 'services:\n  a:\n    build:\n      context: ..\n',
    after:
      'services:\n  a:\n    build:\n      context: ..\n      secrets:\n        - n\n      ssh:\n        - default\nsecrets:\n  n:\n    file: ../.npmrc\n',
    says: ['an SSH agent that holds the key has to run where service a is started (ssh-agent, ssh-add)'],
  },
  {
    what: 'a command line in JavaScript',
    file: 'a.js',
    before:
      'import { exec, execFile } from "node:child_process";\nexec(`docker build --build-arg A=${process.env.A} .`);\n',
    after:
      'import { exec, execFile } from "node:child_process";\nexec(`docker build --secret id=a,env=A .`);\n',
  },
  {
    what: 'a list of words in JavaScript',
    file: 'a.js',
    before:
      'import { execFile } from "node:child_process";\nexecFile("docker", ["build", "--build-arg", `A=${process.env.A}`, "."]);\n',
    says: [
      '# a.js:2:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a list of words in Python',
    file: 'a.py',
    before: 'import subprocess\nsubprocess.run(["docker", "build", "--build-arg", "A=" + t, "."])\n',
    says: [
      '# a.py:2:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'scripts of Jenkins',
    file: 'Jenkinsfile',
    before:
      "pipeline { stages { stage('x') { steps {\n  sh 'docker build --build-arg A=$B .'\n  sh \"docker build --build-arg A=${B} .\"\n} } } }\n",
    after:
      "pipeline { stages { stage('x') { steps {\n  sh 'A=$B docker build --secret id=a,env=A .'\n  sh \"A=${B} docker build --secret id=a,env=A .\"\n} } } }\n",
  },
  {
    what: 'PowerShell, in the environment',
    file: 'a.ps1',
    before: 'docker build --build-arg A=$env:A .\n',
    after: 'docker build --secret id=a,env=A .\n',
  },
  {
    what: 'PowerShell, a value',
    file: 'a.ps1',
    before: 'foreach ($x in 1) {\n    docker build --build-arg A=$tok .\n}\n',
    after: 'foreach ($x in 1) {\n    $env:A = $tok\n    docker build --secret id=a,env=A .\n}\n',
  },
  {
    what: 'a variable that a script of PowerShell reads later',
    file: 'a.ps1',
    before: 'docker build --build-arg A=$t .\ndocker build --build-arg A=$env:A b\n',
    after:
      '$env:BUILD_A = $t\ndocker build --secret id=a,env=BUILD_A .\ndocker build --secret id=a,env=A b\n',
  },
  {
    what: 'a variable that a batch file reads later',
    file: 'a.cmd',
    before: 'docker build --build-arg A=ci-%T% .\r\nnpm publish --token %A%\r\n',
    after: 'set "BUILD_A=ci-%T%"\r\ndocker build --secret id=a,env=BUILD_A .\r\nnpm publish --token %A%\r\n',
  },
  {
    what: 'a script that speaks of all names that come to mind',
    file: 'a.ps1',
    before: 'docker build --build-arg A=$t .\necho $env:A $env:BUILD_A ${env:BUILD_SECRET_A}\n',
    says: [
      '# a.ps1:1:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'quotes that a variable of cmd holds',
    file: 'a.cmd',
    before: 'set S="%TOK%"\r\nset "T=%S%"\r\ndocker build --build-arg A=%T% .\r\n',
    says: [
      '# a.cmd:3:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
      'a.cmd:3:1: quotes that T is set with would be part of the secret: write set "T=…"',
    ],
  },
  {
    what: 'quotes that no variable of cmd holds',
    file: 'a.cmd',
    before: 'set "T=%TOK%"\r\ndocker build --build-arg A=%T% .\r\n',
    after: 'set "T=%TOK%"\r\ndocker build --secret id=a,env=T .\r\n',
  },
  {
    what: 'quotes within a value of cmd',
    file: 'a.cmd',
    before: 'docker build --build-arg A=x"%T%" .\r\n',
    says: [
      '# a.cmd:1:1 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a script of package.json for cmd',
    file: 'package.json',
    before: '{"scripts": {"b": "docker build --build-arg A=%T% ."}}\n',
    after: '{"scripts": {"b": "docker build --secret id=a,env=T ."}}\n',
  },
  {
    what: 'a made value in a script of package.json for cmd',
    file: 'package.json',
    before: '{"scripts": {"b": "docker build --build-arg A=x-%T% ."}}\n',
    says: [
      '# package.json:1:20 (docker build), instead of the build argument A, with A in the environment:\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'a made value for cross-env in a script for cmd',
    file: 'package.json',
    before: '{"scripts": {"b": "cross-env X=1 docker build --build-arg A=x-%T% ."}}\n',
    after: '{"scripts": {"b": "cross-env X=1 A=x-%T% docker build --secret id=a,env=A ."}}\n',
  },
  {
    what: 'statements of PowerShell on one line',
    file: 'a.ps1',
    before: '$o = & docker build --build-arg A=$t .\nif ($x) { docker build --build-arg A=$t . }\n',
    after:
      '$env:A = $t\n$o = & docker build --secret id=a,env=A .\nif ($x) { $env:A = $t; docker build --secret id=a,env=A . }\n',
  },
  {
    what: 'a process that gets another environment',
    file: 'a.ps1',
    before: 'Start-Process docker -Verb RunAs -ArgumentList "build --build-arg A=$env:A ."\n',
    says: [
      '# a.ps1:1:15 (docker build), instead of the build argument A, with A set in front of the builder (what runs it hands no environment on):\ndocker build --secret id=a,env=A …',
    ],
  },
  {
    what: 'scripts on other machines',
    file: 'a.sh',
    before:
      'gcloud compute ssh vm --command="docker build --build-arg A=$A ."\nvagrant ssh -- docker build --build-arg A=$A .\npkexec docker build --build-arg A=$A .\n',
    after:
      'gcloud compute ssh vm --command="A=$A docker build --secret id=a,env=A ."\nvagrant ssh -- A=$A docker build --secret id=a,env=A .\npkexec env A=$A docker build --secret id=a,env=A .\n',
  },
];
