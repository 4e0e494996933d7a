import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../../support/images/tar.ts';
import { arOf, cpioOf, packObject, packOf, rpmOf, zipOf } from '../../support/nested/archives.ts';
import { example, holdsOne, type Planted, password, token } from '../values.ts';
import type { ImageSheet } from './sheet.ts';

type Piece = (sheet: ImageSheet) => void;

const IN_FILE = 'credential-in-layer';
const IN_STORE = 'credential-file-in-layer';

/** Any kind of credential that a text file may hold, in its own words. */
function anyKind(sheet: ImageSheet): Planted {
  return example(sheet.random, (one) => one.text.length < 8000 && !one.text.includes('\0') && holdsOne(one));
}

/** A folder of the image's own, each time another one. */
export function folder(sheet: ImageSheet): string {
  return `${sheet.random.of(['srv/app', 'opt/service', 'home/app', 'app'])}/part${sheet.number()}`;
}

/** Where a value begins, as places say it. */
export function lineOf(content: string, value: string): string {
  return `:${content.slice(0, content.indexOf(value)).split('\n').length}`;
}

function textFile(name: string, around: (secret: string) => string): Piece {
  return (sheet) => {
    const { value } = token(sheet.random);
    const content = around(value);
    const file = { path: `${folder(sheet)}/${name}`, content, inner: lineOf(content, value) };
    sheet.plant(sheet.anyLayer(), file, [IN_FILE, value]);
  };
}

function store(path: string, around: (secret: string) => string): Piece {
  return (sheet) => {
    const value = password(sheet.random);
    const content = around(value);
    const file = { path: `${folder(sheet)}/${path}`, content, inner: lineOf(content, value) };
    sheet.plant(sheet.anyLayer(), file, [IN_STORE, value]);
  };
}

/** A file of an archive; `inner` is the way to it. */
function packed(name: string, pack: (content: string) => { bytes: Uint8Array; inner: string }): Piece {
  return (sheet) => {
    const { value } = token(sheet.random);
    const { bytes, inner } = pack(`region=north\ntoken=${value}\n`);
    const file = { path: `${folder(sheet)}/${name}`, content: bytes, inner: `!/${inner}:2` };
    sheet.plant(sheet.anyLayer(), file, [IN_FILE, value]);
  };
}

export const IN_LAYERS: readonly Piece[] = [
  (sheet) => {
    const { text, value } = anyKind(sheet);
    const content = `first line\n${text}\nlast line\n`;
    const inner = lineOf(content, value);
    sheet.plant(sheet.anyLayer(), { path: `${folder(sheet)}/notes.txt`, content, inner }, [IN_FILE, value]);
  },
  textFile('config.json', (secret) => `{\n  "port": 80,\n  "token": "${secret}"\n}\n`),
  textFile('start.sh', (secret) => `#!/bin/sh\nset -e\nexport KEY=${secret}\nexec ./serve\n`),
  textFile('app.properties', (secret) => `port=80\nkey=${secret}\n`),
  textFile('main.py', (secret) => `import os\n\nclient = Client("${secret}")\n`),
  textFile('server.js', (secret) => `${'// a line\n'.repeat(5000)}connect('${secret}');\n`),
  store('.env', (secret) => `NODE_ENV=production\nDB_PASSWORD=${secret}\n`),
  store('.npmrc', (secret) => `registry=https://npm.example.com/\n//npm.example.com/:_authToken=${secret}\n`),
  store('.netrc', (secret) => `machine git.example.com\nlogin ci\npassword ${secret}\n`),
  store('.git-credentials', (secret) => `https://ci:${secret}@git.example.com\n`),
  store('.pypirc', (secret) => `[pypi]\nusername = ci\npassword = ${secret}\n`),
  packed('app.jar', (content) => {
    const name = 'BOOT-INF/app.properties';
    return { bytes: zipOf([{ name, content, isDeflated: true }]), inner: name };
  }),
  packed('app.war', (content) => {
    const jar = zipOf([{ name: 'app.properties', content, isDeflated: true, hasDescriptor: true }]);
    return {
      bytes: zipOf([{ name: 'lib/inner.jar', content: jar }]),
      inner: 'lib/inner.jar!/app.properties',
    };
  }),
  packed('app.tar.gz', (content) => {
    return { bytes: gzipSync(tarOf([{ path: 'etc/app.conf', content }])), inner: 'etc/app.conf' };
  }),
  packed('app.deb', (content) => {
    const data = gzipSync(tarOf([{ path: './etc/app.conf', content }]));
    return {
      bytes: arOf({ 'debian-binary': '2.0\n', 'data.tar.gz': data }),
      inner: 'data.tar.gz!/etc/app.conf',
    };
  }),
  packed('app.rpm', (content) => {
    return { bytes: rpmOf(gzipSync(cpioOf({ './etc/app.conf': content }))), inner: 'etc/app.conf' };
  }),
  packed('.git/objects/pack/pack-1.pack', (content) => {
    const blob = createHash('sha1').update(`blob ${content.length}\0${content}`).digest('hex');
    return { bytes: packOf([packObject(3, Buffer.from(content))]), inner: blob };
  }),
  packed('access.log.gz', (content) => ({ bytes: gzipSync(content), inner: 'access.log' })),
  // Two copies of one token, in two layers.
  (sheet) => {
    const { value } = token(sheet.random);
    for (const name of ['a', 'b']) {
      const file = { path: `${folder(sheet)}/${name}.conf`, content: `key=${value}\n`, inner: ':1' };
      sheet.plant(sheet.anyLayer(), file, [IN_FILE, value]);
    }
  },
];

/** A name that says what it holds, each time another one. */
function secretName(sheet: ImageSheet): string {
  return `${sheet.random.of(['DB', 'APP', 'DEPLOY', 'MAIL'])}${sheet.number()}_${sheet.random.of(['PASSWORD', 'TOKEN', 'SECRET'])}`;
}

export const IN_TEXTS: readonly Piece[] = [
  (sheet) => {
    const [name, value] = [secretName(sheet), password(sheet.random)];
    sheet.env.push(`${name}=${value}`);
    sheet.expect('credential-in-config', value, `config.env ${name}`);
  },
  (sheet) => {
    const [name, { value }] = [`SETTING_${sheet.number()}`, token(sheet.random)];
    sheet.env.push(`${name}=${value}`);
    const step = sheet.step(`ENV ${name}=${value}`);
    sheet.expect('credential-in-config', value, `config.env ${name}`);
    sheet.expect('credential-in-history', value, `history ${step}`);
  },
  // What only a name tells is looked for in the layers, too.
  (sheet) => {
    const [name, value] = [secretName(sheet), password(sheet.random)];
    sheet.env.push(`${name}=${value}`);
    sheet.expect('credential-in-config', value, `config.env ${name}`);
    const content = `some text\nthe word is ${value}\n`;
    sheet.plant(sheet.anyLayer(), { path: `${folder(sheet)}/notes.txt`, content, inner: ':2' }, [
      IN_FILE,
      value,
    ]);
  },
  (sheet) => {
    const [name, { value }] = [`com.example.part${sheet.number()}`, token(sheet.random)];
    sheet.labels[name] = value;
    sheet.expect('credential-in-config', value, `config.label ${name}`);
  },
  (sheet) => {
    const { value } = token(sheet.random);
    sheet.command.push('--with', value);
    sheet.expect('credential-in-config', value, 'config.cmd');
  },
  (sheet) => {
    const [name, value] = [secretName(sheet), password(sheet.random)];
    const given = `RUN |1 ${name}=${value} /bin/sh -c`;
    const first = sheet.step(`ARG ${name}`, `${given} ./fetch # buildkit`, `${given} ./make # buildkit`);
    sheet.expect('credential-in-history', value, `history ${first + 1}`, `history ${first + 2}`);
  },
  (sheet) => {
    const [name, { value }] = [`com.example.part${sheet.number()}`, token(sheet.random)];
    sheet.annotations[name] = value;
    sheet.expect('credential-in-config', value, `annotation ${name}`);
  },
  (sheet) => {
    const [name, value] = [secretName(sheet), password(sheet.random)];
    sheet.buildArguments[`build-arg:${name}`] = value;
    sheet.expect('credential-in-attestation', value, `attestation ${name}`);
  },
];
