/** What may be spent on one file: hostile ones are made to cost more than they are long. */
export class Budget {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** False where nothing is left. */
  spend(amount: number): boolean {
    this.#left -= amount;
    return this.#left > 0;
  }
}
