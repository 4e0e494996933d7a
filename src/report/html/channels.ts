import type { Channel } from '../../audit/finding.ts';

/** Where a secret outlives the build, in words. */
export const CHANNELS: Readonly<Record<Channel, string>> = {
  'config.env': 'in the image config: environment',
  'config.label': 'in the image config: label',
  'config.cmd': 'in the image config: command',
  'config.entrypoint': 'in the image config: entry point',
  'config.healthcheck': 'in the image config: health check',
  'config.onbuild': 'in the image config: trigger for later builds',
  'config.other': 'in the image config',
  history: 'in the image history',
  layer: 'in a layer of the image',
  'layer.xattr': 'in a layer, as an attribute of a file',
  annotation: 'in an annotation',
  attestation: 'in an attestation',
  buildinfo: 'in what the builder noted of the build',
  cache: 'in the build cache',
  'unreferenced-blob': 'in a blob that no image refers to',
};
