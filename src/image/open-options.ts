import type { OpenOptions } from './open.ts';

/** How images are reached, as users tell it. */
export interface Access {
  platform?: string | undefined;
  authFiles?: readonly string[] | undefined;
  insecure?: readonly string[] | undefined;
  ca?: string | undefined;
}

/** The same for openImage; this file loads nothing of what opens them. */
export function openOptions({ platform, authFiles = [], insecure = [], ca }: Access): OpenOptions {
  return {
    registry: { authFiles, insecure, ...(ca !== undefined && { ca }) },
    ...(platform !== undefined && { platform }),
  };
}
