import type { Leak } from '../../src/audit/leak.ts';
import { type ImageFacts, imageRule } from '../../src/audit/rule.ts';

export default imageRule({
  id: 'credential-in-history',
  severity: 'critical',
  confidence: 'likely',
  title: 'Credential in the image history',
  messages: {
    named: 'The history tells the value of {name}: {what}.',
    unnamed: 'The history holds a credential: {what}.',
  },
  why: `The history goes with the image to everyone who can pull it, and docker history prints it. BuildKit writes build
arguments into it, with ARG and in front of every RUN; the classic builder and buildah do so too.`,
  instead: `Revoke the credential, then rebuild with a secret mount in place of the build argument: docker build --secret and
RUN --mount=type=secret leave nothing in the history.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      { history: ['RUN |1 TOKEN=«password» /bin/sh -c ./fetch # buildkit'] },
      { history: ['ADD https://ci:«password»@files.example.com/app.tgz /app.tgz # buildkit'] },
      { history: ['/bin/sh -c #(nop)  ENV GH=«github-pat-classic»'] },
    ],
    good: [
      { history: ['ARG TOKEN', 'RUN |1 TOKEN= /bin/sh -c ./fetch # buildkit'] },
      {
        history: [
          'RUN /bin/sh -c pip install app # buildkit',
          'ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
        ],
      },
    ],
  },
  *check({ leaks }: ImageFacts) {
    const inHistory = leaks.filter(({ at }) => at.channel === 'history');
    const telling = [...inHistory].sort((a, b) => Number(a.again ?? false) - Number(b.again ?? false));
    for (const same of bySecret(telling)) {
      const [first] = same;
      if (first === undefined) continue;
      const { at, secret, what, severity, confidence } = first;
      yield {
        message: at.name === undefined ? 'unnamed' : 'named',
        data: { name: at.name ?? '', what },
        at,
        secret,
        related: same.slice(1).map((leak) => ({ label: 'again', at: leak.at })),
        severity,
        confidence,
      };
    }
  },
});

/** Every RUN repeats the build arguments: one finding tells a value once. */
function bySecret(leaks: readonly Leak[]): Leak[][] {
  const groups = new Map<string, Leak[]>();
  for (const leak of leaks) {
    const text = leak.secret.value.reveal();
    const group = groups.get(text) ?? [];
    if (leak.inText && group.some(({ at }) => at.pointer === leak.at.pointer)) continue;
    groups.set(text, [...group, leak]);
  }
  return [...groups.values()];
}
