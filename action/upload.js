// Sends a SARIF report to GitHub's code scanning.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const {
  GITHUB_API_URL,
  GITHUB_REF,
  GITHUB_REPOSITORY,
  GITHUB_SHA,
  GITHUB_WORKSPACE = process.cwd(),
  INPUT_TOKEN,
  SARIF_FILE,
} = process.env;

const answer = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/code-scanning/sarifs`, {
  method: 'POST',
  headers: {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${INPUT_TOKEN}`,
    'content-type': 'application/json',
    'x-github-api-version': '2022-11-28',
  },
  body: JSON.stringify({
    commit_sha: GITHUB_SHA,
    ref: GITHUB_REF,
    sarif: gzipSync(readFileSync(SARIF_FILE)).toString('base64'),
    checkout_uri: `file://${GITHUB_WORKSPACE}`,
    tool_name: 'build-audit',
  }),
});
if (answer.ok) console.log(`build-audit: the SARIF report is with code scanning (HTTP ${answer.status})`);
else {
  const hint = answer.status === 403 ? '; the job needs "permissions: security-events: write"' : '';
  console.log(
    `::error::build-audit: code scanning did not take the SARIF report (HTTP ${answer.status})${hint}`,
  );
  process.exitCode = 2;
}
