import { tarOf } from '../../support/images/tar.ts';
import { zipOf } from '../../support/nested/archives.ts';
import { password, token } from '../values.ts';
import { folder, lineOf } from './plants.ts';
import type { ImageSheet } from './sheet.ts';

type Piece = (sheet: ImageSheet) => void;

const IN_FILE = 'credential-in-layer';
const IN_STORE = 'credential-file-in-layer';
/** More than the scanner keeps at once. */
const LARGE = 3_000_000;

/** Plants in less usual places, and written in less usual ways. */
export const SHAPES: readonly Piece[] = [
  // Anywhere in a file that is read in pieces.
  (sheet) => {
    const { value } = token(sheet.random);
    const before = sheet.random.below(LARGE);
    const content = `${'x'.repeat(before)}\n key=${value}\n${'y\n'.repeat((LARGE - before) / 2)}`;
    const file = { path: `${folder(sheet)}/dump.sql`, content, inner: lineOf(content, value) };
    sheet.plant(sheet.anyLayer(), file, [IN_FILE, value]);
  },
  (sheet) => {
    const value = password(sheet.random);
    const content = Buffer.from(`\ufeffREGION=north\r\nDB_PASSWORD=${value}\r\n`, 'utf16le');
    sheet.plant(sheet.anyLayer(), { path: `${folder(sheet)}/.env`, content, inner: ':2' }, [IN_STORE, value]);
  },
  (sheet) => {
    const value = Buffer.from(`ci:${password(sheet.random)}`).toString('base64');
    const content = JSON.stringify({ auths: { 'ghcr.io': { auth: value } } }, undefined, 2);
    const file = { path: `${folder(sheet)}/.docker/config.json`, content, inner: ':4' };
    sheet.plant(sheet.anyLayer(), file, [IN_STORE, value]);
  },
  (sheet) => {
    const { value } = token(sheet.random);
    const name = `${folder(sheet)}/backup/${value}`;
    const layer = sheet.anyLayer();
    sheet.put(layer, name, 'x');
    sheet.expect(IN_FILE, value, `layer ${layer} /${name.replace(value, '[secret]')} final`);
  },
  // Encoded once or twice.
  (sheet) => {
    const { value } = token(sheet.random);
    let text = `key=${value}`;
    for (let left = 1 + sheet.random.below(2); left > 0; left -= 1)
      text = Buffer.from(text).toString('base64');
    const file = { path: `${folder(sheet)}/values.yml`, content: `port: 80\ndata: ${text}\n`, inner: ':2' };
    sheet.plant(sheet.anyLayer(), file, [IN_FILE, value]);
  },
  // A long path, which a tar keeps apart.
  (sheet) => {
    const { value } = token(sheet.random);
    const path = `${folder(sheet)}/${'a-long-name/'.repeat(12)}über.conf`;
    sheet.plant(sheet.anyLayer(), { path, content: `key=${value}\n`, inner: ':1' }, [IN_FILE, value]);
  },
  // A store in an archive in an archive.
  (sheet) => {
    const value = password(sheet.random);
    const inner = tarOf([
      { path: 'root/.netrc', content: `machine git.example.com login ci password ${value}\n` },
    ]);
    const content = zipOf([{ name: 'backup.tar', content: inner, isDeflated: true }]);
    const file = { path: `${folder(sheet)}/all.zip`, content, inner: '!/backup.tar!/root/.netrc:1' };
    sheet.plant(sheet.anyLayer(), file, [IN_STORE, value]);
  },
  // Four kinds in one file.
  (sheet) => {
    const values = Array.from({ length: 4 }, () => token(sheet.random).value);
    const content = values.map((value, at) => `key${at}: ${value}\n`).join('');
    const [layer, path] = [sheet.anyLayer(), `${folder(sheet)}/all.yml`];
    sheet.put(layer, path, content);
    for (const value of new Set(values)) {
      const line = lineOf(content, value);
      sheet.expect(IN_FILE, value, `layer ${layer} /${path}${line} final`);
    }
  },
];
