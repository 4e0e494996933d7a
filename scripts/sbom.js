// What is in the package, as a CycloneDX 1.6 document: https://cyclonedx.org/docs/1.6/json/
import { createHash } from 'node:crypto';

/**
 * The document for the package and its bundled libraries, as text. It is made of what it lists alone: it has no time, and its
 * serial number is a hash of the rest, so that the same package has the same one.
 */
export function sbomOf({ name, version, description, license }, libraries, lock) {
  const own = purl(name, version);
  const refs = new Map(libraries.map((library) => [library.path, purl(library.name, library.version)]));
  const { version: bundler } = lock.packages['node_modules/rolldown'];
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      tools: { components: [{ type: 'application', name: 'rolldown', version: bundler }] },
      component: applicationOf(own, { name, version, description, license }),
    },
    components: libraries.map(componentOf),
    dependencies: [
      { ref: own, dependsOn: [...refs.values()] },
      ...libraries.map((library) => ({
        ref: refs.get(library.path),
        dependsOn: dependenciesOf(library.path, lock).flatMap((path) => refs.get(path) ?? []),
      })),
    ],
    compositions: [{ aggregate: 'complete', assemblies: [own] }],
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(document))}`;
  const { $schema, bomFormat, specVersion, ...rest } = document;
  return `${JSON.stringify({ $schema, bomFormat, specVersion, serialNumber, ...rest }, undefined, 2)}\n`;
}

function applicationOf(purl, { name, version, description, license }) {
  return {
    type: 'application',
    'bom-ref': purl,
    name,
    version,
    description,
    licenses: [licenceOf(license)],
    purl,
  };
}

/** A hash of the lock file is of the package as it was downloaded, of which the bundle has a part. */
function componentOf({ name, version, licence, integrity, contains }) {
  const ref = purl(name, version);
  const [, scope, rest] = /^(?:(@[^/]+)\/)?(.*)$/.exec(name);
  const [algorithm, digest] = integrity.split('-', 2);
  const content = Buffer.from(digest, 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': ref,
    ...(scope !== undefined && { group: scope }),
    name: rest,
    version,
    scope: 'required',
    hashes: [{ alg: algorithm.toUpperCase().replace('SHA', 'SHA-'), content }],
    licenses: [licenceOf(licence)],
    purl: ref,
    ...(contains.length > 0 && {
      components: contains.map((inner) => ({
        type: 'library',
        'bom-ref': `${ref}#${inner.name}`,
        name: inner.name,
        licenses: [licenceOf(inner.licence)],
      })),
    }),
  };
}

function licenceOf(licence) {
  if (/ OR /.test(licence)) return { expression: licence };
  if (/ /.test(licence)) return { license: { name: licence } };
  return { license: { id: licence } };
}

/** The paths of what a package of the lock file asks for, found as Node finds them: from its own folder upwards. */
function dependenciesOf(path, lock) {
  return Object.keys(lock.packages[path].dependencies ?? {}).flatMap((name) => {
    for (
      let folder = path;
      folder !== '';
      folder = folder.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')
    ) {
      const candidate = `${folder}/node_modules/${name}`;
      if (lock.packages[candidate] !== undefined) return [candidate];
    }
    return [`node_modules/${name}`];
  });
}

/** Package URL: https://github.com/package-url/purl-spec */
function purl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`;
}

/** Version 8 of RFC 9562: bits of one's own, here of a hash. */
function uuidOf(text) {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
