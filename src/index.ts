export { auditDockerfile, type DockerfileAudit } from './audit/audit-dockerfile.ts';
export { createEngine, type Engine } from './audit/engine.ts';
export type * from './audit/finding.ts';
