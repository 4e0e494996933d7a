import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

const CYCLONEDX = 'http://cyclonedx.org/schema/';

/** The schema of OASIS for SARIF 2.1.0 with errata 01, as it is published. */
export function sarifSchema(): ValidateFunction {
  // Its draft-04 `id` and `$schema` say what ajv does not know; nothing else in it differs from draft-07.
  const { id: _, $schema: __, ...schema } = read('sarif-2.1.0.json');
  return ajv().compile(schema);
}

/** What GitLab's schema 15.0.6 for SAST asks of the parts that we write, told anew: it is not to be had as a package. */
export function sastSchema(): ValidateFunction {
  return ajv().compile(read('gitlab-sast-15.0.6.json'));
}

/** CycloneDX 1.6 as it is published (Apache-2.0), with its list of SPDX licences; a signed document is not ours. */
export function cycloneDxSchema(): ValidateFunction {
  return ajv()
    .addSchema(read('spdx-licences.json'), `${CYCLONEDX}spdx.SNAPSHOT.schema.json`)
    .addSchema({ definitions: { signature: false } }, `${CYCLONEDX}jsf-0.82.SNAPSHOT.schema.json`)
    .compile(read('cyclonedx-1.6.json'));
}

/**
 * A schema of ours, without the fields that later versions may add: what a report has and the schema does not name is
 * an error here.
 */
export function ownSchema(name: string): ValidateFunction {
  const file = new URL(`../../schema/${name}.schema.json`, import.meta.url);
  const closed = JSON.parse(readFileSync(file, 'utf8'), (_, value) =>
    value?.type === 'object' && 'properties' in value && !('additionalProperties' in value)
      ? { ...value, additionalProperties: false }
      : value,
  );
  return new Ajv({ allErrors: true }).compile(closed);
}

function ajv(): Ajv {
  const made = new Ajv({ allErrors: true, strict: false });
  made.addFormat('uri', (text: string) => URL.canParse(text));
  made.addFormat('uri-reference', (text: string) =>
    /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})*$/i.test(text),
  );
  made.addFormat('iri-reference', true).addFormat('idn-email', true);
  made.addFormat('date-time', (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text));
  return made;
}

function read(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`schemas/${name}`, import.meta.url), 'utf8'));
}
