import { stale } from './mounts.ts';
import { type Piece, plainName, secretName } from './plants.ts';
import { addRun } from './run-styles.ts';
import type { Sheet } from './sheet.ts';

/** Begins another stage in the middle of a piece, on a base image of its own. */
function another(sheet: Sheet): string {
  const name = `extra-${sheet.word()}`;
  sheet.add(`FROM alpine:3.20 AS ${name}`);
  sheet.begin(name);
  return name;
}

/** A password in a variable of the stage. @returns its name */
function variableOfStage(sheet: Sheet): string {
  const [name, value] = [secretName(sheet), sheet.password()];
  sheet.add(
    `ENV ${name}=${value}`,
    { rule: 'secret-in-env', value },
    { rule: 'hardcoded-credential', value },
  );
  return name;
}

/** What goes, or does not go, from one stage to the next. */
export const STAGE_PIECES: readonly Piece[] = [
  // An argument ends with its stage.
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    another(sheet);
    addRun(sheet, [`echo "$${name}" > /etc/${sheet.word()}`]);
  },
  // A file that another stage takes over is one leak, told where it is worst.
  (sheet) => {
    const [name, folder] = [sheet.word(), `/opt/${sheet.word()}`];
    const from = another(sheet);
    const [text, rule] = [`cp /run/secrets/${name} ${folder}/key`, 'secret-written-to-layer'];
    sheet.add(`RUN --mount=type=secret,id=${name} mkdir -p ${folder} && ${text}`, ...stale(name));
    const written = sheet.nextLine - 1;
    const to = another(sheet);
    const [copied, { graph }] = [sheet.nextLine, sheet];
    graph.use(from);
    sheet.add(`COPY --from=${from} ${folder} ${folder}`);
    sheet.expectWhenWhole(() => [{ rule, name, line: graph.isInImage(to) ? copied : written }]);
  },
  // Removed before it is taken over.
  (sheet) => {
    const [name, folder] = [sheet.word(), `/opt/${sheet.word()}`];
    const from = another(sheet);
    const tells = [{ rule: 'secret-removed-too-late', name }];
    const text = `cat /run/secrets/${name} > ${folder}/key`;
    addRun(sheet, [`mkdir -p ${folder}`, { text, tells }], { flags: [`--mount=type=secret,id=${name}`] });
    addRun(sheet, [`rm -rf ${folder}/key`]);
    another(sheet);
    sheet.graph.use(from);
    sheet.add(`COPY --from=${from} ${folder} ${folder}`);
  },
  // A variable of one stage is none of the next.
  (sheet) => {
    const name = variableOfStage(sheet);
    another(sheet);
    addRun(sheet, [`echo "$${name}" > /etc/${sheet.word()}`]);
  },
  (sheet) => {
    const name = variableOfStage(sheet);
    another(sheet);
    sheet.add(`ENV ${plainName(sheet)}=$${name}`);
  },
];
