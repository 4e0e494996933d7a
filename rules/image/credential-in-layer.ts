import { layerProblem } from '../../src/audit/leak.ts';
import { type ImageFacts, imageRule } from '../../src/audit/rule.ts';

export default imageRule({
  id: 'credential-in-layer',
  severity: 'critical',
  confidence: 'likely',
  title: "Credential in a layer's file",
  messages: {
    final: 'The file holds a credential: {what}.',
    deleted: 'The file holds a credential, and deleting it in layer {layer} does not take it back: {what}.',
    overwritten: 'The file holds a credential in its layer, though layer {layer} replaces it: {what}.',
    unreferenced: 'A blob that no image refers to, but that goes with them, holds a credential: {what}.',
    name: 'The {name} itself holds a credential: {what}.',
    attribute: 'The extended attribute {name} of the file holds a credential: {what}.',
  },
  why: `A layer is an archive of its own, and everyone who can pull the image can read it. Deleting or replacing a file in a
later layer only hides it.`,
  instead: `Revoke the credential, then rebuild so that no step leaves it behind: mount it as a secret, or write, use and delete it
within one RUN.`,
  references: ['https://github.com/opencontainers/image-spec/blob/main/layer.md'],
  examples: {
    bad: [
      { files: { '/app/config.json': '{"token": "«github-pat-classic»"}' } },
      { files: { '/srv/start.sh': '#!/bin/sh\nexport KEY=«stripe-secret»\n' } },
    ],
    good: [{ files: { '/app/config.json': '{"token": "${GITHUB_TOKEN}"}', '/etc/motd': 'welcome' } }],
  },
  *check({ image, leaks }: ImageFacts) {
    for (const leak of leaks) {
      const { channel, path } = leak.at;
      if (channel === 'unreferenced-blob' && path !== undefined)
        yield { ...layerProblem(leak), message: 'unreferenced' };
      else if (image.kind === 'image' && channel.startsWith('layer') && leak.store === undefined)
        yield layerProblem(leak);
    }
  },
});
