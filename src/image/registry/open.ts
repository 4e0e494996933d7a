import { ImageError } from '../image.ts';
import type { Limits } from '../limits.ts';
import type { FileTree } from '../tree.ts';

export interface RegistryOptions {
  authFiles?: readonly string[];
  insecure?: readonly string[];
  ca?: string;
  env?: NodeJS.ProcessEnv;
  note?: (what: string, reason: string) => void;
}
export async function openRegistry(
  rest: string,
  _limits: Limits,
  _options: RegistryOptions,
): Promise<{ tree: FileTree; index: unknown }> {
  throw new ImageError(`docker:${rest}: cannot be reached`);
}
