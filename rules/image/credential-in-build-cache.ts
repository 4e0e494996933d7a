import { layerProblem } from '../../src/audit/leak.ts';
import { type ImageFacts, imageRule } from '../../src/audit/rule.ts';

export default imageRule({
  id: 'credential-in-build-cache',
  severity: 'high',
  confidence: 'likely',
  title: 'Credential in an exported build cache',
  messages: {
    final: 'A cached build step left a credential in a file: {what}.',
    deleted: 'A cached build step left a credential in a file that a later one deletes: {what}.',
    overwritten: 'A cached build step left a credential in a file that a later one replaces: {what}.',
    name: 'A cached build step left a {name} that holds a credential: {what}.',
    record: 'The cache records in the config hold a credential: {what}.',
    attribute: 'A cached build step left a credential in the extended attribute {name} of a file: {what}.',
  },
  why: `A cache export in mode=max holds the layers of every stage, those that never reach the image included. Whoever can read
the cache can read them.`,
  instead: `Revoke the credential and mount it as a secret in the step that needs it; mounts are not part of a cached layer.`,
  references: ['https://docs.docker.com/build/cache/backends/'],
  examples: {
    bad: [{ kind: 'build-cache', files: { '/root/.npmrc': '//npm.example.com/:_authToken=«npm-token»\n' } }],
    good: [
      { kind: 'build-cache', files: { '/root/.npmrc': '//npm.example.com/:_authToken=${NPM_TOKEN}\n' } },
      { files: { '/root/.npmrc': '//npm.example.com/:_authToken=«npm-token»\n' } },
    ],
  },
  *check({ image, leaks }: ImageFacts) {
    for (const leak of leaks) {
      const isCached = image.kind === 'build-cache' && leak.at.channel.startsWith('layer');
      if (isCached) yield layerProblem(leak);
      else if (leak.at.channel === 'cache') yield { ...layerProblem(leak), message: 'record' };
    }
  },
});
