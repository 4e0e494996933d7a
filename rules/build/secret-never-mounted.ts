import { type BuildFacts, buildRule } from '../../src/audit/rule.ts';

/** The builder itself uses these: for ADD, and for a context that it fetches. */
const OWN = /^(?:GIT|HTTP)_AUTH_(?:TOKEN|HEADER)(?:[._].+)?$/;

export default buildRule({
  id: 'secret-never-mounted',
  severity: 'low',
  confidence: 'likely',
  title: 'Build supplies a secret that nothing mounts',
  messages: {
    nowhere: '{how} supplies the secret {id}, which no RUN of the Dockerfile mounts{near}.',
    elsewhere: '{how} supplies the secret {id}, which only stages mount that it does not build.',
  },
  why: `What nobody mounts reaches no step: the id is misspelt, or the step that needs it gets the secret by another way,
as a build argument or a copied file. It is handed to the builder for nothing.`,
  instead: `RUN --mount=type=secret,id=… with the same id in the step that needs it, or do not supply it.`,
  references: ['https://docs.docker.com/reference/dockerfile/#run---mounttypesecret'],
  examples: {
    bad: [
      {
        'build.sh': 'docker build --secret id=npm-token,env=NPM_TOKEN .\n',
        Dockerfile: 'FROM node:22\nRUN npm ci\n',
      },
    ],
    good: [
      {
        'build.sh': 'docker build --secret id=GIT_AUTH_TOKEN .\n',
        Dockerfile: 'FROM alpine:3.20\nADD https://git.example.com/acme/app.git /src\n',
      },
    ],
  },
  *check({ builds }: BuildFacts) {
    for (const { path, needs } of builds) {
      if (needs === undefined || needs.isOpen) continue;
      const mounted = new Set(needs.secrets.map(({ id }) => id));
      for (const { id, at, implied } of path.secrets) {
        if (implied === true || mounted.has(id) || OWN.test(id)) continue;
        const near = [...needs.mountedAnywhere].find((other) => plain(other) === plain(id));
        yield {
          message: needs.mountedAnywhere.has(id) ? 'elsewhere' : 'nowhere',
          data: { how: path.how, id, near: near === undefined ? '' : `; it mounts ${near}` },
          at,
          secret: { name: id },
        };
      }
    }
  },
});

function plain(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]/g, '');
}
