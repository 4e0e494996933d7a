import {
  checkCodeArtifact,
  checkEcrPassword,
  checkPresigned,
} from '../../src/credentials/checks/aws-tokens.ts';
import { BASE64URL, exampleText, HEX, UPPER } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const aws = { vendor: 'AWS', severity: 'high', confidence: 'likely' } as const;

function codeArtifact(): string {
  const header = { ver: 1, isu: 4_000_000_000, enc: 'A128GCM', alg: 'A128GCMKW' };
  const parts = [16, 16, 400, 22].map((length) => exampleText(BASE64URL, length));
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), ...parts].join('.');
}

function ecrPassword(): string {
  const random = exampleText(BASE64URL, 600);
  const content = {
    payload: random,
    datakey: random.slice(0, 200),
    version: '2',
    type: 'DATA_KEY',
    expiration: 4_000_000_000,
  };
  return Buffer.from(JSON.stringify(content)).toString('base64');
}

function presigned(): string {
  const credential = `X-Amz-Credential=${exampleText(UPPER, 20)}%2F20991231%2Fus-east-1%2Fs3%2Faws4_request`;
  return `https://b.example.com/o?${credential}&X-Amz-Date=20991231T000000Z&X-Amz-Expires=600&X-Amz-Signature=${exampleText(HEX, 64)}`;
}

/** The rest of a URL's query, as short as can be, up to another parameter of AWS. */
function until(parameter: string): string {
  return `(?:[0-9A-WYZ_a-z%/.&=;-]|X(?!-Amz-${parameter})){40,3000}?`;
}

export const formats: readonly CredentialFormat[] = [
  {
    ...aws,
    id: 'codeartifact-token',
    title: 'CodeArtifact authorization token',
    keywords: ['eyJ2ZXIi'],
    pattern: /(?<![\w.-])eyJ2ZXIi[\w-]{16,600}(?:\.[\w-]{0,4000}){2,4}(?![\w-])/,
    reach: { before: 8, after: 9000 },
    check: (secret) => checkCodeArtifact(secret),
    onInvalid: 'doubt',
    examples: {
      match: () => [
        codeArtifact(),
        `CODEARTIFACT_AUTH_TOKEN=${codeArtifact()}`,
        `https://aws:${codeArtifact()}@corp-123456789012.d.codeartifact.eu-west-1.example.com/pypi/main/simple/`,
      ],
      miss: () => ['eyJ2ZXIi', `https://aws:\${CODEARTIFACT_AUTH_TOKEN}@corp.example.com/simple/`],
    },
  },
  {
    ...aws,
    id: 'ecr-login-password',
    title: 'container registry login password',
    keywords: ['eyJwYXlsb2Fk'],
    pattern: /(?<![\w+/])eyJwYXlsb2Fk[0-9A-Za-z+/]{200,8000}={0,2}/,
    reach: { before: 8, after: 8100 },
    check: (secret) => checkEcrPassword(secret),
    onInvalid: 'drop',
    examples: { match: () => [ecrPassword()], miss: () => [`eyJwYXlsb2Fk${exampleText(BASE64URL, 20)}`] },
  },
  {
    ...aws,
    id: 'aws-presigned',
    title: 'presigned URL',
    keywords: ['X-Amz-Signature='],
    // None of the parameters may come again on the way: each byte is read for one beginning only.
    pattern: new RegExp(
      `X-Amz-(?:Algorithm=${until('Algorithm=')}|Credential=${until('(?:Algorithm|Credential)=')})X-Amz-Signature=(?<secret>[0-9a-f]{64})(?![0-9a-f])`,
    ),
    reach: { before: 3100, after: 100 },
    check: checkPresigned,
    severity: 'medium',
    examples: {
      match: () => [presigned()],
      miss: () => [presigned().slice(0, -8), `X-Amz-Signature=\${SIG}`],
    },
  },
];
