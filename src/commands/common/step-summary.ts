import { appendFile, stat } from 'node:fs/promises';
import type { Run } from '../../audit/run.ts';
import { reporters } from '../../report/index.ts';
import { failedWrite } from './output.ts';

/** What GitHub takes of one step; it drops all of a longer one. */
const LIMIT = 1024 * 1024;

/** Adds the report to the summary of a GitHub job, as Markdown, within what is left of its room. */
export async function addStepSummary({ report, excerpt }: Run, path: string): Promise<void> {
  const markdown = await reporters.markdown();
  const taken = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  let text = '';
  const write = (piece: string): void => {
    text += piece;
  };
  markdown(report, { write, width: 0, colour: false, excerpt, limit: LIMIT - taken - 1 });
  if (taken + Buffer.byteLength(text) < LIMIT) await appendFile(path, `${text}\n`).catch(failedWrite(path));
  else process.stderr.write('audit: the summary of the job is full; the report was not added to it\n');
}
