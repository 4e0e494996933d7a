import metadata from '../../package.json' with { type: 'json' };

/** How the report names this tool. */
export const TOOL = { name: metadata.name, version: metadata.version };
