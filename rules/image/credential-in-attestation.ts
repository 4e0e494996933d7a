import { type ImageFacts, imageRule } from '../../src/audit/rule.ts';

const KINDS = new Map<string, string>([
  ['attestation', 'attestation'],
  ['buildinfo', 'build info in the config'],
]);

export default imageRule({
  id: 'credential-in-attestation',
  severity: 'critical',
  confidence: 'likely',
  title: 'Credential in an attestation',
  messages: {
    named: 'The {kind} tells the value of {name}: {what}.',
    unnamed: 'The {kind} holds a credential: {what}.',
  },
  why: `Provenance in mode=max records every build argument, the environment of every step and the Dockerfile itself; in either
mode it keeps the query of a source URL. Attestations are pushed with the image.`,
  instead: `Revoke the credential, then hand it over as a secret: provenance names the ids of secrets, never their values.`,
  references: ['https://docs.docker.com/build/metadata/attestations/slsa-provenance/'],
  examples: {
    bad: [
      {
        attestation: '{"predicate":{"invocation":{"parameters":{"args":{"build-arg:TOKEN":"«password»"}}}}}',
      },
      {
        attestation:
          '{"predicate":{"materials":[{"uri":"https://files.example.com/a?token=«github-pat-classic»"}]}}',
      },
    ],
    good: [{ attestation: '{"predicate":{"invocation":{"parameters":{"secrets":[{"id":"TOKEN"}]}}}}' }],
  },
  *check({ leaks }: ImageFacts) {
    for (const { at, secret, what, severity, confidence } of leaks) {
      const kind = KINDS.get(at.channel);
      if (kind === undefined) continue;
      const message = at.name === undefined ? 'unnamed' : 'named';
      yield { message, data: { name: at.name ?? '', what, kind }, at, secret, severity, confidence };
    }
  },
});
