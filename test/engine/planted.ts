import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { fingerprintKey } from '../../src/audit/fingerprint.ts';
import { type ImageRunOptions, runImages } from '../../src/audit/run-images.ts';
import { Secret } from '../../src/credentials/secret.ts';
import { credential } from '../support/examples.ts';

/** Credentials for an image, made anew in each run, by where they are put. */
export const planted = {
  'an ENV': credential('github-pat-classic'),
  'a label': credential('gitlab-pat'),
  'a build argument': 'q7Zr2Lk9Tp4mXa8V',
  'a file that is deleted': credential('npm-token'),
  'a file that is replaced': credential('github-pat-classic'),
  'a file that stays': credential('github-pat-classic'),
  'a zip in a zip': credential('github-pat-classic'),
  'a gzip': credential('github-pat-classic'),
  'the name of a file': credential('github-pat-classic'),
};

export type Plant = keyof typeof planted;

export const PLANTS = Object.keys(planted).sort() as Plant[];

/** What the Dockerfile copies. */
export function contextFiles(): Record<string, string | Uint8Array> {
  const inner = zipSync({ 'application.properties': Buffer.from(`token=${planted['a zip in a zip']}\n`) });
  return {
    Dockerfile: DOCKERFILE,
    npmrc: `//npm.example.com/:_authToken=${planted['a file that is deleted']}\n`,
    old: `GH=${planted['a file that is replaced']}\n`,
    kept: `GH=${planted['a file that stays']}\n`,
    'app.jar': zipSync({ 'BOOT-INF/lib/inner.jar': inner }),
    'log.gz': gzipSync(`GET /?token=${planted['a gzip']}\n`),
    [`backup-${planted['the name of a file']}.txt`]: 'x',
  };
}

/** busybox is /bin/sh: buildah runs that whatever SHELL says. */
const DOCKERFILE = `FROM scratch
COPY busybox /bin/busybox
COPY busybox /bin/sh
ARG BUILD_TOKEN
ENV GH=${planted['an ENV']}
LABEL ci=${planted['a label']}
COPY npmrc /root/.npmrc
COPY old /etc/app.conf
COPY kept app.jar log.gz backup-*.txt /srv/
RUN /bin/busybox rm /root/.npmrc && /bin/busybox echo x > /etc/app.conf
`;

const KEY = 'of the tests';

/** Which of the planted credentials an audit of this reference finds. The audit has to be whole. */
export async function plantsIn(ref: string, options: ImageRunOptions = {}): Promise<Plant[]> {
  process.env['BUILD_AUDIT_KEY'] = KEY;
  const key = fingerprintKey({ BUILD_AUDIT_KEY: KEY });
  const { report } = await runImages(
    [ref],
    { failOn: 'never', minConfidence: 'possible' },
    { noCache: true, ...options },
  );
  if (!report.complete) throw new Error(JSON.stringify(report.skipped));
  const found = new Set(report.findings.map(({ secret }) => secret.fingerprint));
  const printed = JSON.stringify(report);
  return PLANTS.filter((plant) => {
    if (printed.includes(planted[plant])) throw new Error(`${plant} is printed`);
    return found.has(new Secret(planted[plant]).fingerprint(key));
  });
}
