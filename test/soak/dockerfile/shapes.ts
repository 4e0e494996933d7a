import { type Piece, plainName, secretName } from './plants.ts';
import { addRun } from './run-styles.ts';

const HARDCODED = 'hardcoded-credential';

/** Plants in less usual places, and written in less usual ways. */
export const SHAPES: readonly Piece[] = [
  // One ENV, several lines.
  (sheet) => {
    const [name, value] = [secretName(sheet), sheet.password()];
    const tells = [
      { rule: 'secret-in-env', value },
      { rule: HARDCODED, value },
    ];
    sheet.addLines([
      { text: `ENV TZ=UTC ${sheet.escape}` },
      { text: `    ${name}="${value}" ${sheet.escape}`, tells },
      { text: '    LANG=C.UTF-8' },
    ]);
  },
  // One ARG, several names.
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name, `ARG ${plainName(sheet)}=1 ${name} ${plainName(sheet)}`);
  },
  (sheet) => {
    const { value } = sheet.token();
    const tells = [
      { rule: HARDCODED, value },
      { rule: 'secret-in-metadata', value },
    ];
    sheet.add(
      `HEALTHCHECK --interval=30s CMD curl -fsSH "X-Key: ${value}" http://localhost/health`,
      ...tells,
    );
  },
  (sheet) => {
    const value = sheet.password();
    const tells = [
      { rule: HARDCODED, value },
      { rule: 'secret-in-metadata', value },
    ];
    sheet.add(`CMD ["serve", "--password", "${value}"]`, ...tells);
  },
  // The builder expands what the file is made of.
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    sheet.addLines([
      { text: `COPY <<EOF /root/part-${sheet.word()}/.npmrc` },
      {
        text: `//npm.example.com/:_authToken=\${${name}}`,
        tells: [{ rule: 'secret-written-to-layer', name }],
      },
      { text: 'EOF' },
    ]);
  },
  // The builder leaves it as it is, and so does the file.
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    sheet.add(
      `COPY <<"EOF" /root/part-${sheet.word()}/.npmrc\n//npm.example.com/:_authToken=\${${name}}\nEOF`,
    );
  },
  // A shell's heredoc in a RUN.
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    const tells = [{ rule: 'secret-written-to-layer', name }];
    addRun(sheet, [
      'mkdir -p /etc',
      { text: `if [ -n "$${name}" ]; then echo "t=$${name}" > /etc/${sheet.word()}; fi`, tells },
    ]);
  },
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    addRun(sheet, [`echo "\${${name}:+given}" > /etc/${sheet.word()}`]);
  },
  (sheet) => {
    const name = sheet.word();
    const tells = [
      { rule: 'stale-secret-output', name },
      { rule: 'secret-written-to-layer', name },
    ];
    const copy = `["cp", "/run/secrets/${name}", "/etc/${sheet.word()}.key"]`;
    sheet.add(`RUN --network=none --mount=type=secret,id=${name} ${copy}`, ...tells);
  },
  (sheet) => {
    const { value } = sheet.token();
    const encoded = Buffer.from(`key=${value}`).toString('base64');
    const tells = [
      { rule: 'secret-in-env', value },
      { rule: HARDCODED, value },
    ];
    sheet.add(`ENV ${plainName(sheet)}=${encoded}`, ...tells);
  },
  (sheet) => {
    const value = sheet.password();
    const sum = `sha256:${'0a1b2c3d'.repeat(8)}`;
    const url = `https://ci:${value}@files.example.com/${sheet.word()}.tgz`;
    sheet.add(`ADD --checksum=${sum} ${url} /opt/`, { rule: 'credential-in-url', value });
  },
  (sheet) => {
    const value = sheet.password();
    const tells = [{ rule: HARDCODED, value }];
    addRun(sheet, [{ text: `mysql -u root -p${value} -e 'select 1'`, tells }]);
  },
  (sheet) => {
    const [name, kept] = [sheet.word(), `/root/.${sheet.word()}`];
    const variable = secretName(sheet);
    const tells = [{ rule: 'secret-written-to-layer', name }];
    addRun(
      sheet,
      [`${variable}="$(cat /run/secrets/${name})"`, { text: `printf '%s' "$${variable}" > ${kept}`, tells }],
      {
        flags: [`--mount=type=secret,id=${name}`],
        tells: [{ rule: 'stale-secret-output', name }],
      },
    );
  },
];
