import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64url } from '../../src/credentials/shapes.ts';

export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'ibm-cloud',
    vendor: 'IBM Cloud',
    title: 'API key',
    names: ['ibmcloud_api_key', 'ibmcloud_apikey', 'ibm_cloud_api_key', 'ic_api_key'],
    alphabet: base64url,
    length: 44,
    severity: 'critical',
  }),
];
