import { Interrupt, SIGNALS, type SignalName } from '../../config/interrupt.ts';

const NAMES: readonly SignalName[] = ['SIGINT', 'SIGTERM'];
/** Most runs are over by then. */
const SHORT_MS = 500;
/** Of the command that is running: a process may run several, one after the other. */
let current = new Interrupt();

/** Hears what wants the run to end: the first time it ends with a report of what was found, the second time at once. */
export function hearSignals(): Interrupt {
  const interrupt = new Interrupt();
  current = interrupt;
  for (const name of NAMES) process.off(name, hear).on(name, hear);
  setTimeout(() => void interrupt.expectWork(), SHORT_MS).unref();
  return interrupt;
}

function hear(heard: NodeJS.Signals): void {
  const name = NAMES.find((one) => one === heard);
  if (name === undefined || current.isEcho(name)) return;
  if (current.signal !== undefined) process.exit(SIGNALS[name]);
  current.raise(name);
}

/** Ends the process where something may keep it although the report is out. */
export async function leave({ signal }: Interrupt, isGivenUp = false): Promise<void> {
  if (signal === undefined && !isGivenUp) return;
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit(signal === undefined ? process.exitCode : SIGNALS[signal]);
}
