import { type BuildFacts, buildRule } from '../../src/audit/rule.ts';

export default buildRule({
  id: 'secret-not-supplied',
  severity: 'medium',
  confidence: 'likely',
  title: 'Build does not supply a secret that the Dockerfile mounts',
  messages: {
    required: '{how} does not supply the secret {id}, which the Dockerfile requires: this build fails.',
    optional:
      '{how} does not supply the secret {id}, which the Dockerfile mounts: the step goes on without it.',
    ssh: '{how} forwards no SSH agent or key {id}, which the Dockerfile mounts.',
    kaniko: '{how} mounts no secrets, so {id} is never there: kaniko ignores RUN --mount.',
    classic: '{how} asks the classic builder, which knows no secrets: it refuses the mount of {id}.',
  },
  why: `A secret mount whose secret is not supplied is an empty place: the step fails late, or goes on without the secret and
takes packages from somewhere else. That is when people put the build argument back.`,
  instead: `Supply it in every build path: --secret id=…, secrets: of an action, build.secrets of a compose file, secret = of
a Bake target. required=true in the Dockerfile makes a build without it fail at once.`,
  references: ['https://docs.docker.com/build/building/secrets/'],
  examples: {
    bad: [
      {
        'deploy.sh': 'docker build .\n',
        Dockerfile: 'FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN,required=true npm ci\n',
      },
      {
        'compose.yaml': 'services:\n  web:\n    build: .\n',
        Dockerfile: 'FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n',
      },
    ],
    good: [
      {
        'compose.yaml':
          'services:\n  web:\n    build:\n      context: .\n      secrets: [npmrc]\nsecrets:\n  npmrc:\n    file: ~/.npmrc\n',
        Dockerfile: 'FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n',
      },
    ],
  },
  *check({ builds }: BuildFacts) {
    for (const { path, needs } of builds) {
      if (needs === undefined || needs.isOpen || path.unknown.length > 0) continue;
      const supplied = new Set(path.secrets.map(({ id }) => id));
      const seen = new Set<string>();
      for (const mount of [...needs.secrets].sort((a, b) => Number(b.required) - Number(a.required))) {
        const { id = '', required, span } = mount;
        if (supplied.has(id) || seen.has(id)) continue;
        seen.add(id);
        const lacks = path.builder === 'kaniko' || path.builder === 'classic';
        yield {
          message: lacks ? path.builder : required ? 'required' : 'optional',
          data: { how: path.how, id },
          at: path.at,
          secret: { name: id },
          related: [{ label: 'mounted here', at: span }],
          ...(required && { severity: 'high' }),
        };
      }
      const [ssh] = needs.ssh.filter(({ id = 'default' }) => !path.ssh.some((one) => one.id === id));
      if (ssh === undefined) continue;
      const id = ssh.id ?? 'default';
      yield {
        message: 'ssh',
        data: { how: path.how, id },
        at: path.at,
        secret: { name: `ssh ${id}` },
        related: [{ label: 'mounted here', at: ssh.span }],
      };
    }
  },
});
