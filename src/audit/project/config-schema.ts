import { configShape } from '../../config/config-shape.ts';
import { schemaOf } from '../../config/shape-schema.ts';
import { allRules } from '../rule-docs.ts';

/** The JSON schema of the configuration, schema/config-v1.schema.json. */
export function configSchema(): object {
  return schemaOf(configShape(allRules.map(({ id }) => id)));
}
