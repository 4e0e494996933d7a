import { layerProblem } from '../../src/audit/leak.ts';
import { type ImageFacts, imageRule } from '../../src/audit/rule.ts';

export default imageRule({
  id: 'credential-file-in-layer',
  severity: 'critical',
  confidence: 'likely',
  title: 'Credential store in a layer',
  messages: {
    final: 'This {store} holds a credential: {what}.',
    deleted:
      'This {store} holds a credential, and deleting it in layer {layer} does not take it back: {what}.',
    overwritten:
      'A {store} with a credential in it is in the image, though layer {layer} replaces it: {what}.',
  },
  why: `Tools write what they are given to files such as ~/.docker/config.json, ~/.npmrc or .git/config, and COPY . . brings
them in. In a layer they can be read by everyone who can pull the image, even when a later layer deletes them.`,
  instead: `Revoke the credential, list the file in .dockerignore, and mount it where the tool looks for it:
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci.`,
  references: ['https://docs.docker.com/build/building/secrets/#target'],
  examples: {
    bad: [
      { files: { '/root/.npmrc': '//npm.example.com/:_authToken=«npm-token»\n' } },
      { files: { '/app/.env': 'NODE_ENV=production\nDB_PASSWORD=«password»\n' } },
    ],
    good: [
      { files: { '/root/.npmrc': '//npm.example.com/:_authToken=${NPM_TOKEN}\n' } },
      { files: { '/root/.docker/config.json': '{"auths":{"ghcr.io":{}},"credsStore":"desktop"}' } },
      {
        files: {
          '/usr/share/doc/git/test.netrc': 'machine example.com login me password «password»\n',
        },
      },
    ],
  },
  *check({ image, leaks }: ImageFacts) {
    if (image.kind !== 'image') return;
    for (const leak of leaks) {
      if (leak.at.channel === 'layer' && leak.store !== undefined) yield layerProblem(leak);
    }
  },
});
