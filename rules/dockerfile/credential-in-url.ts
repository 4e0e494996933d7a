import { type DockerfileFacts, dockerfileRule } from '../../src/audit/rule.ts';
import type { Span } from '../../src/dockerfile/source-text.ts';
import { literalOf } from '../../src/flow/literal.ts';
import { secretOf, type TrackedSecret } from '../../src/flow/tracked-secret.ts';

export default dockerfileRule({
  id: 'credential-in-url',
  severity: 'critical',
  confidence: 'likely',
  title: 'Credential in a URL',
  messages: {
    userinfo: 'The URL holds a credential before its host.',
    query: 'The URL holds a credential in its query.',
    expanded: '{keyword} writes a URL with the secret {name} in it to the image history.',
  },
  why: `The builder writes the URL of an ADD, and every expanded LABEL and ENV, to the image history as it stands; tools print
URLs to the build log and store them in .git/config, pip's direct_url.json and lock files. Provenance of either mode
keeps a token in a query.`,
  instead: `For ADD, give BuildKit the secret HTTP_AUTH_TOKEN_<host> (or GIT_AUTH_TOKEN for git) and a clean URL. In RUN, keep the
URL clean and mount the credential where the tool looks for it: .netrc, .npmrc, pip.conf, or the tool's own variable.`,
  references: [
    'https://docs.docker.com/build/building/secrets/#git-authentication-for-remote-contexts',
    'https://docs.docker.com/reference/dockerfile/#add',
  ],
  examples: {
    bad: [
      'FROM alpine:3.20\nADD https://ci:«password»@files.example.com/app.tgz /app.tgz\n',
      'FROM alpine:3.20\nARG T\nADD https://files.example.com/app.tgz?token=$T /app.tgz\n',
      'FROM python:3.13\nRUN pip install -i https://ci:«password»@pypi.example.com/simple app\n',
    ],
    good: [
      'FROM alpine:3.20\nADD https://files.example.com/app.tgz /app.tgz\nADD git@git.example.com:team/app.git /src\n',
      'FROM python:3.13\nRUN --mount=type=secret,id=t,env=T pip install -i https://ci:$T@pypi.example.com/simple app\n',
    ],
    fixed: 'FROM alpine:3.20\nADD https://files.example.com/app.tgz /app.tgz\n',
  },
  *check({ literals, secrets }: DockerfileFacts) {
    for (const literal of literals) {
      const { span, confidence, inUrl } = literal;
      if (inUrl === undefined) continue;
      const about = { kind: 'literal', literal } as const;
      yield { message: inUrl, at: span, secret: literalOf(literal), confidence, about };
    }
    for (const secret of secrets) {
      for (const { keyword, at } of urlsOf(secret)) {
        const data = { keyword, name: secret.name };
        const { confidence } = secret;
        const about = { kind: 'secret', secret } as const;
        yield { message: 'expanded', data, at, secret: secretOf(secret), confidence, about };
      }
    }
  },
});

/** Where the builder puts a secret into a URL: in what it expands, and in the ARGs and ENVs that take it over. */
function urlsOf({ carriers }: TrackedSecret): { keyword: string; at: Span }[] {
  const carried = new Set(carriers);
  const uses = carriers.flatMap((carrier) => carrier.uses).filter(({ byBuilder }) => byBuilder);
  const hops = carriers.flatMap(({ kind: keyword, sources }) =>
    sources
      .filter(({ declaration }) => carried.has(declaration))
      .map(({ as, span }) => ({ keyword, as, at: span })),
  );
  return [
    ...uses.map(({ instruction, as, span }) => ({ keyword: instruction.keyword, as, at: span })),
    ...hops,
  ].filter(({ as }) => as?.endsWith('of a URL') === true);
}
