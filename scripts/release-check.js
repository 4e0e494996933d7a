// Before a release: the tag, the package, the action and the changelog name one version, and the package names the repository
// that it is built in, without which npm takes no provenance.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './generated-file.js';

const { GITHUB_REF_NAME = '', GITHUB_REPOSITORY = '' } = process.env;
const read = (name) => readFileSync(join(root, name), 'utf8');
const { version, repository } = JSON.parse(read('package.json'));
const address = `git+https://github.com/${GITHUB_REPOSITORY}.git`;

const faults = [
  [
    GITHUB_REF_NAME === `release/${version}`,
    `the tag is not release/${version}, the version of package.json`,
  ],
  [
    read('action.yml').includes(`\n    default: ${version}\n`),
    `action.yml does not have ${version} as its default version`,
  ],
  [read('CHANGELOG.md').includes(`## ${version}`), `CHANGELOG.md says nothing of ${version}`],
  [repository?.url === address, `package.json does not have ${address} as its repository`],
].flatMap(([holds, fault]) => (holds ? [] : [fault]));
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
