import { dockerfileRules } from '../../rules/dockerfile/index.ts';
import { auditDockerfile, type DockerfileOptions } from '../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../src/audit/engine.ts';
import type { Finding } from '../../src/audit/finding.ts';
import { DEFAULT_GATE, isShown } from '../../src/audit/gate.ts';

export const engine = createEngine();

const leakRules = new Set(dockerfileRules.map(({ id }) => id));

/** The findings about leaks of a text at the default settings, those that are suppressed left out. */
export function findingsIn(text: string, options?: DockerfileOptions): Finding[] {
  return auditDockerfile('Dockerfile', text, engine, options).findings.filter(
    ({ rule, confidence, suppressed }) =>
      leakRules.has(rule) && isShown(confidence, DEFAULT_GATE) && suppressed === undefined,
  );
}

/** The rules about leaks that fire, each once, sorted. */
export function rulesIn(text: string, options?: DockerfileOptions): string[] {
  return [...new Set(findingsIn(text, options).map(({ rule }) => rule))].sort();
}
