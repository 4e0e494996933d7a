export { auditCache } from './api/cache.ts';
export { auditDockerfile, auditDockerfiles, fixDockerfile } from './api/dockerfile.ts';
export { auditImage, auditImages } from './api/image.ts';
export { rules } from './api/rules.ts';
export type {
  Audit,
  AuditOptions,
  BuildSecret,
  CacheOptions,
  DockerfileOptions,
  DockerfileSource,
  DockerfilesOptions,
  EarlyFinding,
  FixedDockerfile,
  FixOptions,
  ImageOptions,
  ImageProgress,
  MadeFix,
  RegistryOptions,
  RuleInfo,
} from './api/types.ts';
export type { CacheReport, CacheStepReport } from './audit/cache/cache-report.ts';
export type {
  Channel,
  Finding,
  Fix,
  FoundSecret,
  ImageLocation,
  Labelled,
  Location,
  Report,
  Skipped,
  SourceLocation,
  Subject,
  Suppression,
} from './audit/finding.ts';
export { AuditError, type AuditErrorCode, ImageError, InputError } from './config/errors.ts';
export type { Confidence, Severity } from './config/levels.ts';
