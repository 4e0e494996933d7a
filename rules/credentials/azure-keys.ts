import { checkAzureKey, makeAzureKey } from '../../src/credentials/checks/azure.ts';
import { exampleBytes } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { literal } from '../../src/credentials/shapes.ts';

interface Kind {
  id: string;
  title: string;
  signature: string;
  /** Length of the key in bytes. */
  size: 64 | 32 | 39 | 40;
  /** Of the checksum; left out where they are not published. */
  seeds?: readonly string[];
}

const BUS = ['Send0000', 'Listen00', 'Manage00'];
const COSMOS = ['MastRW00', 'MastRO00', 'SystRW00', 'SystRO00', 'sysAll00', 'Resour00', 'Encryp00'];
const CHARACTER = '[\\w+/-]';
/** Base64 characters before the signature; six and the padding follow it. */
const HEAD = { 64: 76, 32: 33, 39: 42, 40: 44 } as const;
const PADDING = { 64: '==', 32: '=', 39: '', 40: '==' } as const;

/** Keys that carry a signature and a checksum: no name beside them is needed. Source: microsoft/security-utilities. */
function identifiable({ id, title, signature, size, seeds }: Kind): CredentialFormat {
  const make = (): string => makeAzureKey(exampleBytes(size), signature, seeds?.[0] ?? 'Default0');
  return {
    id,
    vendor: 'Microsoft',
    title,
    keywords: [signature],
    // Written out, the characters before are compared after the signature: where that is missing, at once.
    pattern: new RegExp(
      `(?<![\\w+/])${CHARACTER.repeat(HEAD[size])}${literal(signature)}${CHARACTER.repeat(6)}${PADDING[size]}(?![\\w+/])`,
    ),
    reach: { before: 96, after: 32 },
    severity: 'critical',
    confidence: 'likely',
    ...(seeds && { check: checkAzureKey(seeds), onInvalid: 'drop' }),
    examples: {
      match: () => [make(), `KEY=${make()}`, `{"key":"${make()}"}`],
      miss: () => [seeds ? make().replace(/^..../, 'AAAA') : make().slice(4), signature],
    },
  };
}

export const formats: readonly CredentialFormat[] = [
  identifiable({
    id: 'azure-storage-key',
    title: 'storage account key',
    signature: '+ASt',
    size: 64,
    seeds: ['Default0'],
  }),
  identifiable({ id: 'azure-cosmos', title: 'Cosmos DB key', signature: 'ACDb', size: 64, seeds: COSMOS }),
  identifiable({ id: 'azure-batch', title: 'Batch key', signature: '+ABa', size: 64, seeds: ['AbAcct00'] }),
  identifiable({
    id: 'azure-apim',
    title: 'API Management key',
    signature: 'APIM',
    size: 64,
    seeds: ['Tenant00', 'IoTHub00', 'Gatewy00', 'GitKey00'],
  }),
  identifiable({
    id: 'azure-ml-classic',
    title: 'machine-learning web service key',
    signature: '+AMC',
    size: 64,
    seeds: ['Classic0'],
  }),
  identifiable({ id: 'azure-servicebus', title: 'Service Bus key', signature: '+ASb', size: 32, seeds: BUS }),
  identifiable({ id: 'azure-eventhub', title: 'Event Hubs key', signature: '+AEh', size: 32, seeds: BUS }),
  identifiable({ id: 'azure-relay', title: 'Relay key', signature: '+ARm', size: 32, seeds: BUS }),
  identifiable({
    id: 'azure-iot',
    title: 'IoT Hub key',
    signature: 'AIoT',
    size: 32,
    seeds: ['IoTHub00', 'DpsKey00', 'Device00'],
  }),
  identifiable({
    id: 'azure-redis',
    title: 'Cache for Redis key',
    signature: 'AzCa',
    size: 32,
    seeds: ['Access00'],
  }),
  identifiable({ id: 'azure-eventgrid', title: 'Event Grid key', signature: 'AZEG', size: 32 }),
  identifiable({
    id: 'azure-functions',
    title: 'Functions key',
    signature: 'AzFu',
    size: 40,
    seeds: ['Master00', 'System00', 'Functi00'],
  }),
  identifiable({
    id: 'azure-acr',
    title: 'container registry password',
    signature: '+ACR',
    size: 39,
    seeds: ['ACRDflt0'],
  }),
  identifiable({
    id: 'azure-search',
    title: 'AI Search key',
    signature: 'AzSe',
    size: 39,
    seeds: ['PAdmin00', 'Query000'],
  }),
];
