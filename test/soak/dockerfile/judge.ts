import type { Finding, Report } from '../../../src/audit/finding.ts';
import { CONFIDENCES } from '../../../src/config/levels.ts';
import type { ExpectedFinding, Verdict } from '../expected.ts';
import { fingerprintOf } from '../fingerprints.ts';
import { piecesIn } from '../leaks.ts';
import type { DockerfileSubject } from './generate.ts';

/** Holds a report against what had to be told: each once, at its line, and nothing else. */
export function judgeDockerfile({ expected, values }: DockerfileSubject, report: Report): Verdict {
  const left = report.findings.filter(({ suppressed }) => suppressed === undefined);
  const missed: string[] = [];
  for (const one of expected) {
    const at = left.findIndex((finding) => isTold(one, finding));
    if (at < 0) missed.push(`${one.rule} at line ${one.line} of ${one.name ?? 'a value'}`);
    else left.splice(at, 1);
  }
  const pieces = piecesIn(JSON.stringify(report), values);
  return {
    plants: expected.length,
    told: expected.length - missed.length,
    missed,
    wrong: left.map(describe),
    broken: [
      ...(pieces > 0 ? [`${pieces} pieces of planted values in the report`] : []),
      ...report.skipped.map(({ what, reason }) => `not whole: ${what}: ${reason}`),
    ],
  };
}

function isTold({ rule, line, name, value, least = 'likely' }: ExpectedFinding, finding: Finding): boolean {
  const { location, secret, confidence } = finding;
  return (
    finding.rule === rule &&
    location.kind === 'source' &&
    location.startLine === line &&
    CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(least) &&
    (name === undefined || secret.name === name) &&
    (value === undefined || secret.fingerprint === fingerprintOf(value))
  );
}

function describe({ rule, location, secret, confidence, message }: Finding): string {
  const line = location.kind === 'source' ? location.startLine : 0;
  return `${rule} at line ${line} of ${secret.name ?? secret.kind ?? 'a value'}, ${confidence}: ${message}`;
}
