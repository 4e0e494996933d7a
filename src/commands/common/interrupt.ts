import { Interrupt, SIGNALS, type SignalName } from '../../config/interrupt.ts';

/** Hears what wants the run to end: the first time it ends with a report of what was found, the second time at once. */
export function hearSignals(): Interrupt {
  const interrupt = new Interrupt();
  const names: readonly SignalName[] = ['SIGINT', 'SIGTERM'];
  for (const name of names)
    process.on(name, () => {
      if (interrupt.signal !== undefined) process.exit(SIGNALS[name]);
      interrupt.raise(name);
    });
  return interrupt;
}

/** Ends the process where something may keep it although the report is out. */
export async function leave({ signal }: Interrupt, isGivenUp = false): Promise<void> {
  if (signal === undefined && !isGivenUp) return;
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit(signal === undefined ? process.exitCode : SIGNALS[signal]);
}
