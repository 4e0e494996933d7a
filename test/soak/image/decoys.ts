import { ALNUM, exampleText, HEX } from '../../../src/credentials/examples.ts';
import { token } from '../values.ts';
import type { ImageSheet } from './sheet.ts';

type Piece = (sheet: ImageSheet) => void;

function file(path: string, content: (sheet: ImageSheet) => string): Piece {
  return (sheet) => sheet.put(sheet.anyLayer(), path.replace('#', `${sheet.number()}`), content(sheet));
}

/** Near misses: nothing of it may be told at the default settings. */
export const DECOYS: readonly Piece[] = [
  // The right form, and a checksum that does not hold.
  file('srv/app/near#.txt', () => `see ghp_${exampleText(ALNUM, 35)}a\nnpm_${exampleText(ALNUM, 35)}a\n`),
  file(
    'srv/app/config#.yml',
    () => 'password: changeme\ntoken: ${API_TOKEN}\nsecret: "{{ vault.secret }}"\n',
  ),
  file('srv/app#/.env.example', () => `DB_PASSWORD=${exampleText(ALNUM, 20)}\n`),
  file('root/part#/.npmrc', () => '//npm.example.com/:_authToken=${NPM_TOKEN}\n'),
  file('root/part#/.docker/config.json', () => '{"auths":{"ghcr.io":{}},"credsStore":"desktop"}'),
  file(
    'srv/app/package-lock#.json',
    () => `{"integrity":"sha512-${Buffer.from(exampleText(ALNUM, 64)).toString('base64')}"}`,
  ),
  file('srv/app/ids#.txt', () => `${exampleText(HEX, 40)}\n${exampleText(HEX, 64)}\nAKIAIOSFODNN7EXAMPLE\n`),
  file(
    'srv/app/id_rsa#.pub',
    () => `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB${exampleText(ALNUM, 340)} me@example.com\n`,
  ),
  file('srv/app/form#.html', () => '<input type="password" name="password" placeholder="Password">\n'),
  file(
    'usr/share/doc/tool#/README',
    () => 'curl -u user:password https://api.example.com\nexport TOKEN=your-token-here\n',
  ),
  file('srv/app/login#.py', () => 'password = getpass.getpass()\ntoken = request.headers["x-token"]\n'),
  file('srv/app/main#.go', () => 'token := os.Getenv("API_TOKEN")\nif password == "" { return }\n'),
  file('srv/app/grep#.sh', () => 'grep -q -- "-----BEGIN RSA PRIVATE KEY-----" "$1" && echo found\n'),
  (sheet) => {
    sheet.env.push(
      `PART${sheet.number()}_PASSWORD_FILE=/run/secrets/password`,
      'GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    );
  },
  (sheet) => {
    sheet.labels['org.opencontainers.image.revision'] = exampleText(HEX, 40);
  },
  (sheet) => {
    sheet.history.push('ARG TOKEN', 'RUN |1 TOKEN= /bin/sh -c ./fetch # buildkit');
  },
  // Half of a token.
  (sheet) => {
    const { value } = token(sheet.random);
    sheet.put(sheet.anyLayer(), `srv/app/half${sheet.number()}.txt`, `${value.slice(0, 9)}\n`);
  },
];
