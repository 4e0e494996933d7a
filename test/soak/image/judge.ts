import type { Finding, ImageLocation, Location, Report } from '../../../src/audit/finding.ts';
import type { Verdict } from '../expected.ts';
import { fingerprintOf } from '../fingerprints.ts';
import { piecesIn } from '../leaks.ts';
import type { ImageSubject } from './generate.ts';

/** Holds a report against what was planted: each secret once, with exactly its places, and nothing else. */
export function judgeImage({ expected, values, variants }: ImageSubject, report: Report): Verdict {
  const isMulti = variants.length > 1;
  const left = [...report.findings];
  const missed: string[] = [];
  for (const { rule, value, places } of expected) {
    const print = fingerprintOf(value);
    const at = left.findIndex((one) => one.rule === rule && one.secret.fingerprint === print);
    const found = at < 0 ? undefined : left.splice(at, 1)[0];
    const told = found === undefined ? 'nothing' : placesOf(found, isMulti).join(', ');
    const wanted = [...places].sort().join(', ');
    if (told !== wanted) missed.push(`${rule} at ${wanted}; told at ${told}`);
  }
  const pieces = piecesIn(JSON.stringify(report), values);
  return {
    plants: expected.length,
    told: expected.length - missed.length,
    missed,
    wrong: left.map((one) => `${one.rule} at ${placesOf(one, isMulti).join(', ')}: ${one.message}`),
    broken: [
      ...(pieces > 0 ? [`${pieces} pieces of planted values in the report`] : []),
      ...report.skipped.map(({ what, reason }) => `not whole: ${what}: ${reason}`),
    ],
  };
}

/** Every place that a finding tells, each once. */
function placesOf({ location, related }: Finding, isMulti: boolean): string[] {
  const all = [
    location,
    ...related
      .filter(({ label }) => !/^(?:deleted|overwritten) here$/.test(label))
      .map((one) => one.location),
  ];
  return [...new Set(all.map((one) => placeOf(one, isMulti)))].sort();
}

function placeOf(location: Location, isMulti: boolean): string {
  if (location.kind !== 'image') return 'a source';
  const platform = isMulti ? `${location.platform ?? ''} ` : '';
  return `${platform}${withinImage(location)}`;
}

function withinImage({ channel, layer, path = '', line, state, name, pointer = '' }: ImageLocation): string {
  if (layer !== undefined)
    return `layer ${layer.index} ${path}${line === undefined ? '' : `:${line}`} ${state ?? ''}`;
  if (channel === 'history') return `history ${/\d+/.exec(pointer)?.[0] ?? ''}`;
  return name === undefined ? channel : `${channel} ${name}`;
}
