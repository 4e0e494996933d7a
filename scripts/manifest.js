// Writes oclif.manifest.json, so that no command has to be loaded to find the one that is meant. `--check` only compares.
import { Plugin } from '@oclif/core';
import { finish, generated, root } from './generated-file.js';

const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
generated('oclif.manifest.json', `${JSON.stringify(plugin.manifest, undefined, 2)}\n`);
finish();
