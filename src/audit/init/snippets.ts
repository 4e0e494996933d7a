import { TOOL } from '../tool.ts';

/** What runs it where nothing is installed. */
const RUN = `npx --yes ${TOOL.name}@${TOOL.version}`;

export const CONFIGURATION = `# Settings of build-audit, as schema/config-v1.schema.json of the package has them.
# The lowest severity that fails: critical, high, medium, low or never.
fail-on: low
`;

export const HOOK_LINE = `${RUN} dockerfile --staged --quiet`;

/** In a hook that does more. */
export const HOOK_STEP = `${HOOK_LINE} || exit 1
`;

export const HOOK = `#!/bin/sh
# Refuses a commit that would bring a secret into an image.
exec ${HOOK_LINE}
`;

export const PRE_COMMIT = `# below "repos:"
- repo: local
  hooks:
    - id: build-audit
      name: audit Dockerfiles
      entry: build-audit dockerfile --staged
      language: node
      additional_dependencies: ['${TOOL.name}@${TOOL.version}']
      pass_filenames: false
      always_run: true # a file that is taken out can let a secret in
`;

export const LEFTHOOK = `pre-commit:
  commands:
    build-audit:
      run: ${HOOK_LINE}
`;

// A commit, not a tag: a tag can be moved.
export const WORKFLOW = `name: build-audit
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  build-audit:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - run: ${RUN} dockerfile --format github
`;

export const GITLAB_JOB = `build-audit:
  stage: test
  image: node:22-slim
  script:
    - ${RUN} dockerfile --format text --format gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;

export const JENKINS_STEP = `sh '${RUN} dockerfile --format text --format junit=build-audit.xml'
`;

export const ANY_STEP = `${RUN} dockerfile
`;
