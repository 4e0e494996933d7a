/** Which stages build on which, and which of them the image needs. */
export class StageGraph {
  current = '';
  readonly #bases = new Map<string, string>();
  readonly #uses = new Map<string, Set<string>>();

  begin(stage: string, from?: string): void {
    this.current = stage;
    this.#uses.set(stage, new Set(from === undefined ? [] : [from]));
    if (from !== undefined) this.#bases.set(stage, from);
  }

  /** The current stage takes files from another one. */
  use(stage: string): void {
    this.#uses.get(this.current)?.add(stage);
  }

  /** Stages that a build of the last one runs. */
  needed = (): ReadonlySet<string> => {
    const needed = new Set([this.current]);
    for (const stage of needed) for (const used of this.#uses.get(stage) ?? []) needed.add(used);
    return needed;
  };

  /** Its layers are the image's. */
  isInImage(stage: string): boolean {
    for (let one: string | undefined = this.current; one !== undefined; one = this.#bases.get(one))
      if (one === stage) return true;
    return false;
  }
}
