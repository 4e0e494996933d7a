import { plausible, plausibleBasic } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, exampleText } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { base64url, lowerAlnum, prefixed } from '../../src/credentials/shapes.ts';

const docker = { vendor: 'Docker', severity: 'critical', confidence: 'likely' } as const;

const basic = (): string => Buffer.from(`deploy:${exampleText(ALNUM, 24)}`).toString('base64');

const config = (): string => JSON.stringify({ auths: { 'registry.example.com': { auth: basic() } } });

export const formats: readonly CredentialFormat[] = [
  prefixed({
    ...docker,
    id: 'dockerhub-pat',
    title: 'personal access token',
    prefix: 'dckr_pat_',
    alphabet: base64url,
    length: 27,
  }),
  prefixed({
    ...docker,
    id: 'dockerhub-oat',
    title: 'organisation access token',
    prefix: 'dckr_oat_',
    alphabet: base64url,
    length: 32,
  }),
  prefixed({
    ...docker,
    id: 'docker-swarm-join',
    title: 'swarm join token',
    prefix: 'SWMTKN-1-',
    alphabet: lowerAlnum,
    length: 50,
    suffix: '-[0-9a-z]{25}',
    makeSuffix: () => `-${exampleText(lowerAlnum.characters, 25)}`,
  }),
  {
    ...docker,
    id: 'f-docker-config',
    title: 'registry password in a Docker config',
    keywords: ['"auth"', '"auth\\"'],
    pattern: /"auth\\?"[ \t]{0,4}:\s{0,8}\\?"(?<secret>[0-9A-Za-z+/_-]{6,8192}={0,2})\\?"/,
    reach: { before: 8, after: 8300 },
    check: plausibleBasic,
    onInvalid: 'drop',
    examples: {
      match: () => [
        config(),
        JSON.stringify(JSON.parse(config()), null, '\t'),
        `echo ${JSON.stringify(config())}`,
      ],
      miss: () => [
        '{"auths":{"registry.example.com":{}}}',
        '{"auth": "none"}',
        '{"auth":"dXNlcjpwYXNzd29yZA=="}',
      ],
    },
  },
  {
    ...docker,
    id: 'f-containers-auth',
    title: 'registry identity token in a client config',
    keywords: ['"identitytoken"', '"registrytoken"'],
    pattern: /"(?:identity|registry)token"\s{0,8}:\s{0,8}"(?<secret>[^\x00-\x20"\\]{16,8192})"/,
    reach: { before: 8, after: 8300 },
    check: plausible,
    onInvalid: 'drop',
    examples: {
      match: () => [`{"auth":"", "identitytoken": "${exampleText(ALNUM, 40)}"}`],
      miss: () => ['{"identitytoken": ""}', `{"identitytoken": "\${IDENTITY_TOKEN_HERE}"}`],
    },
  },
];
