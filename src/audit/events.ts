/** What a run tells while it goes on. */
export interface Events {
  /** A file or an image was read and audited. */
  read(what: string, milliseconds: number): void;
}
