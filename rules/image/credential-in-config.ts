import { type ImageFacts, imageRule } from '../../src/audit/rule.ts';

export default imageRule({
  id: 'credential-in-config',
  severity: 'critical',
  confidence: 'likely',
  title: 'Credential in the image config',
  messages: {
    named: '{channel} {name} holds a credential: {what}.',
    unnamed: '{channel} holds a credential: {what}.',
  },
  why: `The config of an image is handed to everyone who can pull it, and docker inspect prints it. ENV stays in it for
good: a later ENV that empties the variable leaves the history as it was.`,
  instead: `Revoke the credential, then rebuild without the ENV or LABEL that set it: mount a secret in the RUN that needs one,
and hand the container what it needs when it starts.`,
  references: ['https://github.com/opencontainers/image-spec/blob/main/config.md'],
  examples: {
    bad: [
      { env: ['PATH=/bin', 'GH=«github-pat-classic»'] },
      { env: ['DB_PASSWORD=«password»'] },
      { labels: { 'build.token': '«gitlab-pat»' } },
      { cmd: ['serve', '--key', '«stripe-secret»'] },
      { annotations: { 'org.example.token': '«npm-token»' } },
    ],
    good: [
      {
        env: [
          'PATH=/bin',
          'DB_PASSWORD_FILE=/run/secrets/db',
          'PYTHON_SHA256=0f1e',
          'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
        ],
      },
      { labels: { 'org.opencontainers.image.revision': '4b825dc642cb6eb9a060e54bf8d69288fbee4904' } },
    ],
  },
  *check({ leaks }: ImageFacts) {
    for (const { at, secret, what, severity, confidence } of leaks) {
      const { channel, name, path } = at;
      if (path !== undefined) continue;
      if (!channel.startsWith('config.') && channel !== 'annotation' && channel !== 'unreferenced-blob')
        continue;
      const message = name === undefined ? 'unnamed' : 'named';
      yield { message, data: { channel, name: name ?? '', what }, at, secret, severity, confidence };
    }
  },
});
