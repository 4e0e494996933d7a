import { Interrupt, SIGNALS, type SignalName } from '../../config/interrupt.ts';

const NAMES: readonly SignalName[] = ['SIGINT', 'SIGTERM'];
/** Of the command that is running: a process may run several, one after the other. */
let current = new Interrupt();

/** Hears what wants the run to end: the first time it ends with a report of what was found, the second time at once. */
export function hearSignals(): Interrupt {
  current = new Interrupt();
  for (const name of NAMES) process.off(name, hear).on(name, hear);
  return current;
}

function hear(heard: NodeJS.Signals): void {
  const name = NAMES.find((one) => one === heard);
  if (name === undefined) return;
  if (current.signal !== undefined) process.exit(SIGNALS[name]);
  current.raise(name);
}

/** Ends the process where something may keep it although the report is out. */
export async function leave({ signal }: Interrupt, isGivenUp = false): Promise<void> {
  if (signal === undefined && !isGivenUp) return;
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit(signal === undefined ? process.exitCode : SIGNALS[signal]);
}
