import { string } from '@oclif/core/flags';
import type { OpenOptions } from '../../image/open.ts';
import { openOptions } from '../../image/open-options.ts';

/** The flags of what reads images. */
export const registryFlags = {
  platform: string({
    summary: 'Of an image for several platforms, this one only.',
    helpValue: 'OS/ARCH',
  }),
  'auth-file': string({
    summary:
      'Credentials for registries: a config.json, auth.json or .dockerconfigjson, or a folder of them.',
    helpValue: 'PATH',
    multiple: true,
    multipleNonGreedy: true,
  }),
  insecure: string({
    summary: 'A registry that may be reached without TLS, or whose certificate is not checked.',
    helpValue: 'HOST[:PORT]',
    multiple: true,
    multipleNonGreedy: true,
  }),
  ca: string({ summary: 'Further certificate authorities for registries.', helpValue: 'FILE' }),
};

interface RegistryFlags {
  platform?: string | undefined;
  'auth-file'?: string[] | undefined;
  insecure?: string[] | undefined;
  ca?: string | undefined;
}

/** What they say, for openImage. */
export function accessBy({ platform, ca, 'auth-file': authFiles, insecure }: RegistryFlags): OpenOptions {
  return openOptions({ platform, ca, authFiles, insecure });
}
