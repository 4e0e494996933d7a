import type { Command, Sheet, Step } from './sheet.ts';

export interface RunOptions {
  /** `--mount=…` and the like. */
  flags?: readonly string[];
  /** What has to be told of the flags, which stand on the first line. */
  tells?: Step['tells'];
  /** One of its commands takes long. */
  isCostly?: boolean;
}

/** Writes a RUN in one of the ways in which people write several commands. */
export function addRun(
  sheet: Sheet,
  commands: readonly Command[],
  { flags = [], tells = [], isCostly = false }: RunOptions = {},
): void {
  if (isCostly) sheet.costly();
  const steps = commands.map((one): Step => (typeof one === 'string' ? { text: one } : one));
  const style = sheet.random.of(sheet.isWindowsText ? STYLES.slice(0, -1) : STYLES);
  const [first = { text: '' }, ...others] = style(steps, sheet);
  const head = [sheet.random.oneIn(15) ? 'run' : 'RUN', ...flags, first.text].join(' ').trimEnd();
  sheet.addLines([{ text: head, tells: [...tells, ...(first.tells ?? [])] }, ...others]);
}

type Style = (steps: readonly Step[], sheet: Sheet) => Step[];

const inOneLine: Style = (steps, { random }) => [
  { text: steps.map(({ text }) => text).join(random.oneIn(4) ? '; ' : ' && '), tells: allTells(steps) },
];

const andAtTheEnd: Style = (steps, sheet) =>
  steps.map(({ text, tells = [] }, at) => ({
    text: `${at === 0 ? '' : '    '}${text}${at === steps.length - 1 ? '' : ` && ${sheet.continued()}`}`,
    tells,
  }));

const andInFront: Style = (steps, sheet) => {
  const indent = sheet.random.of(['  ', '\t', '    ']);
  return steps.map(({ text, tells = [] }, at) => ({
    text: `${at === 0 ? '' : `${indent}&& `}${text}${at === steps.length - 1 ? '' : ` ${sheet.continued()}`}`,
    tells,
  }));
};

/** The first line has the flags alone; comments and empty lines stand between commands. */
const spacedOut: Style = (steps, sheet) => {
  const { random } = sheet;
  const lines = steps.flatMap(({ text, tells = [] }, at): Step[] => [
    ...(random.oneIn(2) ? [{ text: `    # ${random.of(REMARKS)}` }] : []),
    { text: `    ${text}${at === steps.length - 1 ? '' : `; ${sheet.continued()}`}`, tells },
  ]);
  return [{ text: sheet.continued() }, ...lines];
};

const heredoc: Style = (steps, { random }) => {
  const word = random.of(['EOF', 'SCRIPT', 'END']);
  const quote = random.oneIn(3) ? `"${word}"` : word;
  return [{ text: `<<${quote}` }, { text: 'set -e' }, ...steps, { text: word }];
};

/** The last one is none for files with carriage returns, where a shell would read them as a part of its commands. */
const STYLES: readonly Style[] = [inOneLine, andAtTheEnd, andInFront, spacedOut, heredoc];

const REMARKS = ['build tools', 'keep this below the packages', "don't split this step", 'see the handbook'];

function allTells(steps: readonly Step[]) {
  return steps.flatMap(({ tells = [] }) => tells);
}
