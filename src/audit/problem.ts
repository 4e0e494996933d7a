import type { Confidence, Severity } from '../config/levels.ts';
import type { Validity } from '../credentials/format.ts';
import type { Secret } from '../credentials/secret.ts';
import type { Subject } from '../rewrite/subject.ts';

/** What a rule reports: facts. Sentences, lines and columns are made of it in report building. */
export interface Problem<Place> {
  /** A key of the rule's `messages`. */
  message: string;
  data?: Readonly<Record<string, string>>;
  at: Place;
  secret: ProblemSecret;
  related?: readonly { label: string; at: Place }[];
  flow?: readonly { label: string; at: Place }[];
  severity?: Severity;
  confidence?: Confidence;
  /** What a rewrite would have to mend. */
  about?: Subject;
}

export interface ProblemSecret {
  name?: string;
  /** The id of a credential format. */
  kind?: string;
  /** Where the text holds it. */
  value?: Secret;
  validity?: Validity;
}
