// Writes dist/index.d.ts: the declarations that src/index.ts names and what those name, in one file, and no others.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './generated-file.js';

process.chdir(root);
const folder = mkdtempSync(join(tmpdir(), 'build-audit-types-'));
try {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json', '--outDir', folder];
  const { status } = spawnSync(process.execPath, tsc, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync('dist/index.d.ts', rolledUp(join(folder, 'src/index.d.ts')));
} finally {
  rmSync(folder, { recursive: true });
}

/** What an index of `export … from` lines makes public, and what that needs without being public itself. */
function rolledUp(index) {
  const read = declarationReader();
  const written = new Map();
  const names = [];
  for (const { name, file, type } of importsOf(readFileSync(index, 'utf8'), index, 'export')) {
    take(file, name);
    names.push(`${type ? 'type ' : ''}${name}`);
  }
  const all = [...written.values()];
  return `${all.join('\n')}\nexport {\n${names.map((name) => `  ${name},\n`).join('')}};\n`;

  function take(file, name) {
    const found = read(file);
    const text = found.declarations.get(name);
    if (text === undefined) throw new Error(`${file} declares no ${name}`);
    const known = written.get(name);
    if (known === text) return;
    if (known !== undefined) throw new Error(`two declarations are called ${name}`);
    written.set(name, text);
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, word] of code.matchAll(/\b([A-Za-z_]\w*)\b/g)) {
      const from = found.imports.get(word);
      if (from !== undefined) take(from, word);
      else if (word !== name && found.declarations.has(word)) take(file, word);
    }
  }
}

/** What a file imports and declares; each is read once. */
function declarationReader() {
  const files = new Map();
  return (file) => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(file, 'utf8');
    const imports = new Map(importsOf(text, file, 'import').map(({ name, file: from }) => [name, from]));
    const found = { imports, declarations: declarationsOf(text) };
    files.set(file, found);
    return found;
  };
}

/** Names are the same on both sides: what is renamed on the way is refused. */
function importsOf(text, file, keyword) {
  const lines = text.matchAll(new RegExp(`^${keyword} (type )?\\{([^}]*)\\} from '(\\.[^']+)\\.ts';$`, 'gm'));
  return [...lines].flatMap(([, all, names, path]) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((entry) => {
        const [, type, name] = /^(type )?(\w+)$/.exec(entry) ?? [];
        if (name === undefined) throw new Error(`${file}: ${entry} is renamed`);
        return { name, type: (all ?? type) !== undefined, file: join(dirname(file), `${path}.d.ts`) };
      }),
  );
}

/** By name, each with its comment, and not exported. */
function declarationsOf(text) {
  const start =
    /^(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|function|const) (\w+)/gm;
  const found = [...text.matchAll(start)];
  return new Map(
    found.map((match, index) => {
      const end = found[index + 1]?.index ?? text.length;
      const whole = text
        .slice(match.index, end)
        .replace(/\n(?:export \{\};|import [^\n]*|export [^\n]* from [^\n]*)/g, '');
      return [match[1], `${whole.trimEnd().replace(/^export /m, '')}\n`];
    }),
  );
}
