import { addRun } from './run-styles.ts';
import type { Sheet } from './sheet.ts';

/** Writes some instructions of one stage. */
export type Piece = (sheet: Sheet) => void;

const LAST_WORDS = ['TOKEN', 'PASSWORD', 'SECRET', 'API_KEY', 'PASSPHRASE', 'ACCESS_KEY', 'CREDENTIALS'];

/** A name that says what it holds. */
export function secretName(sheet: Sheet): string {
  return `${sheet.word().toUpperCase()}_${sheet.random.of(LAST_WORDS)}`;
}

/** A name that says nothing. */
export function plainName(sheet: Sheet): string {
  return `${sheet.word().toUpperCase()}_${sheet.random.of(['FLAVOUR', 'FEED', 'EXTRA', 'VALUE'])}`;
}

/** Commands that use `$NAME` as a credential and leave it nowhere. */
const USES: readonly ((name: string) => string)[] = [
  (name) => `curl -fsSH "Authorization: Bearer $${name}" https://api.example.com/v1 -o /dev/null`,
  (name) => `curl -fsS -u "ci:\${${name}}" https://files.example.com/a.tgz -o /opt/a.tgz`,
  (name) => `wget -q --header="PRIVATE-TOKEN: $${name}" https://git.example.com/a.tgz`,
  (name) =>
    `git -c http.extraHeader="Authorization: Bearer $${name}" ls-remote https://git.example.com/a.git`,
];

export const ARGUMENTS: readonly Piece[] = [
  (sheet) => sheet.secretArgument(secretName(sheet)),
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name, `ARG ${name}=`);
  },
  (sheet) => {
    const name = sheet.random.oneIn(2) ? secretName(sheet) : plainName(sheet);
    sheet.secretArgument(name);
    addRun(sheet, ['mkdir -p /opt', sheet.random.of(USES)(name)]);
  },
  (sheet) => {
    const [name, { value }] = [plainName(sheet), sheet.token()];
    sheet.secretArgument(name, `ARG ${name}=${value}`, { rule: 'hardcoded-credential', value });
  },
  (sheet) => {
    const [name, value] = [secretName(sheet), sheet.password()];
    sheet.secretArgument(name, `ARG ${name}="${value}"`, { rule: 'hardcoded-credential', value });
  },
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    const env = sheet.random.oneIn(2) ? name : plainName(sheet);
    const kept = sheet.random.of([
      `ENV ${env}=$${name}`,
      `ENV ${env}="\${${name}}" LANG=C.UTF-8`,
      `ENV ${env} $${name}`,
    ]);
    sheet.add(kept, { rule: 'secret-arg-in-env', name });
  },
  (sheet) => {
    const [name, second, env] = [secretName(sheet), plainName(sheet), plainName(sheet)];
    sheet.secretArgument(name);
    sheet.add(`ARG ${second}=\${${name}}`);
    sheet.add(`ENV ${env}=$${second}`, { rule: 'secret-arg-in-env', name });
  },
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    sheet.add(`LABEL com.example.${sheet.word()}="$${name}"`, { rule: 'secret-in-metadata', name });
  },
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    sheet.add(`ADD https://files.example.com/${sheet.word()}.tgz?token=$${name} /opt/`, {
      rule: 'credential-in-url',
      name,
    });
  },
  (sheet) => {
    const name = secretName(sheet);
    sheet.secretArgument(name);
    const path = `/etc/${sheet.word()}.conf`;
    const text = sheet.random.of([
      `echo "token=$${name}" > ${path}`,
      `printf '%s' "\${${name}}" | tee ${path} > /dev/null`,
    ]);
    addRun(sheet, ['mkdir -p /etc', { text, tells: [{ rule: 'secret-written-to-layer', name }] }]);
  },
];

export const LITERALS: readonly Piece[] = [
  (sheet) => {
    const [name, { value }] = [plainName(sheet), sheet.token()];
    sheet.add(
      `ENV ${name}=${value}`,
      { rule: 'secret-in-env', value },
      { rule: 'hardcoded-credential', value },
    );
  },
  (sheet) => {
    const [name, value] = [secretName(sheet), sheet.password()];
    const text = sheet.random.of([
      `ENV ${name}=${value}`,
      `ENV ${name} ${value}`,
      `env ${name}="${value}" TZ=UTC`,
    ]);
    sheet.add(text, { rule: 'secret-in-env', value }, { rule: 'hardcoded-credential', value });
  },
  (sheet) => {
    const { value } = sheet.token();
    sheet.add(`# it worked with ${value} last week`, { rule: 'hardcoded-credential', value });
  },
  (sheet) => {
    const { value } = sheet.token();
    const tells = [{ rule: 'hardcoded-credential', value }];
    addRun(sheet, ['mkdir -p /srv/app', { text: `./fetch --with ${value}`, tells }]);
  },
  (sheet) => {
    const [name, value] = [secretName(sheet), sheet.password()];
    const tells = [{ rule: 'hardcoded-credential', value }];
    addRun(sheet, [{ text: `export ${name}=${value}`, tells }, './migrate']);
  },
  (sheet) => {
    const { value } = sheet.token();
    sheet.add(
      `LABEL com.example.${sheet.word()}=${value}`,
      { rule: 'hardcoded-credential', value },
      { rule: 'secret-in-metadata', value },
    );
  },
  (sheet) => {
    const value = sheet.password();
    const tool = sheet.random.of([
      'pip install --index-url https://ci:@@@pypi.example.com/simple app',
      'curl -fsS https://ci:@@@files.example.com/app.tgz -o /opt/app.tgz',
      'git clone https://ci:@@@git.example.com/team/app.git /srv/app',
    ]);
    const isCostly = tool.startsWith('pip');
    const kept = tool.startsWith('git') ? [{ rule: 'secret-written-to-layer', value }] : [];
    const tells = [{ rule: 'credential-in-url', value }, ...kept];
    addRun(sheet, [{ text: tool.replace('@@@', `${value}@`), tells }], { isCostly });
  },
  (sheet) => {
    const value = sheet.password();
    const url = `https://ci:${value}@files.example.com/${sheet.word()}.tgz`;
    sheet.add(`ADD ${url} /opt/`, { rule: 'credential-in-url', value });
  },
  (sheet) => {
    const [value, name] = [sheet.password(), secretName(sheet)];
    sheet.addLines([
      { text: `COPY <<EOF /etc/${sheet.word()}.env` },
      { text: 'REGION=north' },
      { text: `${name}=${value}`, tells: [{ rule: 'hardcoded-credential', value }] },
      { text: 'EOF' },
    ]);
  },
];
