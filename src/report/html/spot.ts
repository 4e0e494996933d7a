import type { Finding, ImageLocation } from '../../audit/finding.ts';

/** A secret's place in an image. */
export interface Spot {
  finding: Finding;
  at: ImageLocation;
  /** Of the secret. */
  name: string;
}
