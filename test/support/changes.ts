import { expect } from 'vitest';
import type { Finding, Report } from '../../src/audit/finding.ts';
import { audit } from './cli.ts';

export const CLEAN = 'FROM alpine:3.20\nRUN true\n';
export const LEAKING = 'FROM alpine:3.20\nARG NPM_TOKEN\n';

/** A finding in short. */
export const at = ({ rule, location }: Finding) =>
  location.kind === 'source' ? `${location.path}:${location.startLine} ${rule}` : rule;

/** What `audit dockerfile` reports in a folder, where it says nothing else. */
export async function report(cwd: string, ...args: string[]): Promise<Report & { code: number | null }> {
  const { stdout, stderr, code } = await audit(['dockerfile', ...args, '--format', 'json'], { cwd });
  expect(stderr).toBe('');
  return { ...JSON.parse(stdout), code };
}
