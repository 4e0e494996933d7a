import type { MapShape, Shape } from './shape.ts';

/** The shape of a configuration as a JSON schema (draft 07), for editors. */
export function schemaOf(shape: MapShape): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'build-audit configuration, version 1',
    description: 'What .build-audit.yaml, .build-audit.json and the key build-audit of package.json may say.',
    ...ofMap(shape),
  };
}

function ofMap({ fields }: MapShape): object {
  const all = Object.entries(fields);
  const required = all.filter(([, field]) => field.required === true).map(([name]) => name);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(
      all.map(([name, { shape, says }]) => [name, { description: says, ...ofShape(shape) }]),
    ),
    additionalProperties: false,
  };
}

function ofShape(shape: Shape): object {
  switch (shape.kind) {
    case 'map':
      return ofMap(shape);
    case 'choice':
      return { enum: shape.values };
    case 'switch':
      return { type: 'boolean' };
    case 'number':
      return { type: 'number', minimum: shape.least, maximum: shape.most };
    case 'list': {
      const list = { type: 'array', items: ofShape(shape.of) };
      return shape.orOne === true ? { anyOf: [ofShape(shape.of), list] } : list;
    }
    case 'either':
      return { anyOf: [ofShape(shape.short), ofMap(shape.long)] };
    default: {
      const text = { type: 'string', minLength: 1, ...(shape.pattern && { pattern: shape.pattern.source }) };
      return shape.orNumber === true ? { ...text, type: ['string', 'number'], exclusiveMinimum: 0 } : text;
    }
  }
}
