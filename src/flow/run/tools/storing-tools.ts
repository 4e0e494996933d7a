import { KEY_TOOLS } from './keys.ts';
import { PACKAGE_MANAGERS } from './packages.ts';
import { REPOSITORIES } from './repositories.ts';
import { SERVICES } from './services.ts';
import type { StoringTool } from './storing-tool.ts';

/** One row a way. Sources: each tool's documentation; those that Debian or a registry has were tried. */
export const STORING_TOOLS: readonly StoringTool[] = [
  ...PACKAGE_MANAGERS,
  ...REPOSITORIES,
  ...KEY_TOOLS,
  ...SERVICES,
];
