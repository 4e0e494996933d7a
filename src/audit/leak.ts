import type { Confidence, Severity } from '../config/levels.ts';
import type { Secret } from '../credentials/secret.ts';
import type { ImageLocation } from './finding.ts';
import type { Problem, ProblemSecret } from './problem.ts';

/** A credential at one place of an image. */
export interface Leak {
  at: ImageLocation;
  secret: ProblemSecret & { value: Secret };
  /** What it is: `GitHub classic personal access token`, `value of TOKEN`. */
  what: string;
  severity: Severity;
  confidence: Confidence;
  /** The layer's file that it is in, where `at.path` goes on into an archive. */
  file?: string;
  /** Set for a file that is a credential store: what it is called. */
  store?: string;
  /** The instruction that made the layer, without its build arguments. */
  madeBy?: string;
  /** The later layer's entry that deletes or replaces the file. */
  buriedBy?: ImageLocation;
  /** Only recognised, by its value: another place told what it is. */
  again?: true;
  /** Found in a history entry's text as a whole, whose build arguments are told apart as well. */
  inText?: true;
}

/**
 * The problem of a leak in a layer: `message` is what became of the file, `final`, `deleted` or `overwritten`; or `name`
 * and `attribute` for what is not in its content.
 */
export function layerProblem(leak: Leak): Problem<ImageLocation> {
  const { at, secret, what, store = '', severity, confidence, madeBy, buriedBy } = leak;
  const layer = `${buriedBy?.layer?.index ?? ''}`;
  const message = at.channel === 'layer.xattr' ? 'attribute' : at.pointer === undefined ? at.state : 'name';
  return {
    message: message ?? 'final',
    data: { what, store, layer, name: at.pointer ?? '' },
    at,
    secret,
    related: buriedBy === undefined ? [] : [{ label: `${at.state} here`, at: buriedBy }],
    flow: madeBy === undefined ? [] : [{ label: `layer made by ${madeBy}`, at }],
    severity,
    confidence,
  };
}

/** The layer's entry that a leak is in. */
export function fileOf({ file, at }: Leak): string {
  return file ?? at.path ?? '';
}
