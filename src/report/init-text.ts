import type { InitPlan } from '../audit/init/plan-init.ts';
import { count } from './count.ts';
import { plain } from './plain-text.ts';

/** What would be written, line by line, and what is left to be done by hand. */
export function initText({ dockerfiles, writes, byHand, kept, steps }: InitPlan): string {
  const sections = [
    `${count(dockerfiles, 'Dockerfile')} here.`,
    ...writes.map(({ path, text, executable }) => {
      return `${path}, a new file${executable ? ' that can be run' : ''}:\n${indented(text)}`;
    }),
    ...byHand.map(
      ({ path, text }) => `${path} is there and is not changed. Add to it by hand:\n${indented(text)}`,
    ),
    ...kept.map((path) => `${path} is there, and stays as it is.`),
    ...steps.map((step) => `Then: ${step}`),
  ];
  return `${sections.map(block).join('\n\n')}\n`;
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '    ');
}

function block(text: string): string {
  return text.split('\n').map(plain).join('\n');
}
