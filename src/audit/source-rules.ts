import { cacheRules } from '../../rules/cache/index.ts';
import { dockerfileRules } from '../../rules/dockerfile/index.ts';
import type { DockerfileRule } from './rule.ts';

/** Every rule about a Dockerfile. */
export const sourceRules: readonly DockerfileRule[] = [...dockerfileRules, ...cacheRules];
