import { parseBase64Object } from '../../src/credentials/checks/json.ts';
import { pemInBase64 } from '../../src/credentials/checks/pem.ts';
import { ALNUM, exampleBytes, exampleText, LOWER } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';

const basic = (): string => Buffer.from(`deploy:${exampleText(ALNUM, 24)}`).toString('base64');

const config = (): string => JSON.stringify({ auths: { 'registry.example.com': { auth: basic() } } });

const docker = { vendor: 'Docker', severity: 'critical', confidence: 'likely' } as const;

const keyData = (): string => {
  const der = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x00]), exampleBytes(256)]);
  return Buffer.from(
    `-----BEGIN RSA PRIVATE KEY-----\n${der.toString('base64')}\n-----END RSA PRIVATE KEY-----\n`,
  ).toString('base64');
};

export const formats: readonly CredentialFormat[] = [
  {
    ...docker,
    id: 'f-k8s-dockerconfig',
    vendor: 'Kubernetes',
    title: 'registry passwords in a Kubernetes secret',
    keywords: ['dockerconfigjson'],
    pattern: /\.dockerconfigjson["']?\s{0,4}:\s{1,8}["']?(?<secret>[0-9A-Za-z+/]{16,30000}={0,2})/,
    reach: { before: 8, after: 30_100 },
    check: (secret) => (typeof parseBase64Object(secret)?.['auths'] === 'object' ? 'valid' : 'invalid'),
    onInvalid: 'drop',
    examples: {
      match: () => [
        `data:\n  .dockerconfigjson: ${Buffer.from(config()).toString('base64')}\ntype: kubernetes.io/dockerconfigjson`,
      ],
      miss: () => ['.dockerconfigjson: e30=', 'type: kubernetes.io/dockerconfigjson'],
    },
  },
  {
    id: 'f-kubeconfig',
    vendor: 'Kubernetes',
    title: 'client key in a kubeconfig',
    keywords: ['client-key-data'],
    pattern: /client-key-data["']?\s{0,4}:\s{0,8}["']?(?<secret>LS0tLS1CRUdJTi[0-9A-Za-z+/]{60,16000}={0,2})/,
    reach: { before: 4, after: 16_100 },
    severity: 'critical',
    confidence: 'likely',
    check: pemInBase64,
    examples: {
      match: () => [`users:\n- name: a\n  user:\n    client-key-data: ${keyData()}\n`],
      miss: () => ['client-key-data: REDACTED', 'client-key-data: DATA+OMITTED'],
    },
  },
  {
    id: 'k8s-bootstrap',
    vendor: 'Kubernetes',
    title: 'bootstrap token',
    keywords: ['kubeadm', '--token'],
    pattern: /--token[ =]{1,4}["']?(?<secret>[0-9a-z]{6}\.[0-9a-z]{16})(?![0-9a-z])/,
    reach: { before: 300, after: 300 },
    severity: 'high',
    confidence: 'likely',
    examples: {
      match: () => [`kubeadm join 10.0.0.1:6443 --token ${exampleText(LOWER, 6)}.${exampleText(LOWER, 16)}`],
      miss: () => [`kubeadm join --token ${'abcdef'}.0123456789abcdef`, 'kubeadm join --token $TOKEN'],
    },
  },
];
