import type { Events } from '../../audit/events.ts';
import { TOOL } from '../../audit/tool.ts';
import { brief, plain } from '../../report/plain-text.ts';

/** Tells what goes on. */
export interface Narrator extends Events {
  wrote(what: string, milliseconds: number): void;
}

/** Tells on standard error, one line a step, if that is wanted. */
export function narrator(wanted: boolean): Narrator {
  if (!wanted) return { read: () => {}, wrote: () => {} };
  const say = (text: string): void => {
    process.stderr.write(`audit: ${text}\n`);
  };
  say(`${TOOL.name} ${TOOL.version}, Node ${process.versions.node}, in ${plain(process.cwd())}`);
  const step = (verb: string) => (what: string, milliseconds: number) =>
    say(`${verb} ${brief(what)} (${milliseconds.toFixed(0)} ms)`);
  const unkept = (reason: string): void => say(`kept nothing for later runs: ${plain(reason)}`);
  return { read: step('read'), wrote: step('wrote'), unkept };
}
