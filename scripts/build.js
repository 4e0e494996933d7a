// Bundles the commands and the library into dist/, so that nothing has to be resolved or installed at start-up.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './generated-file.js';
import { lazyRequires, seldomModule } from './lazy-requires.js';
import { librariesOf, noticesOf } from './libraries.js';
import { sbomOf } from './sbom.js';

// What is written depends on nothing but the sources and the lock file: not on the folder, nor on where node_modules leads.
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

/** What `audit dockerfile` on one file does without: the rest of it is one chunk, as each one more takes its time. */
const ELSEWHERE =
  /\/src\/(?:build|image|rewrite|commands|cli|index|api)\b|\/src\/report\/(?!index\.|reporter|text|groups|place|plain-text|summary-line|fit-line|log-commands|severity-legend|json)|\/src\/config\/(?!levels|cache-folder|closest|config-error)|\/src\/audit\/(?:build\/|cache\/|changes\/|init\/|fix\/(?!dockerfile-texts)|image\/|project\/(?!open-projects|find-config|shown-path|govern|gate-of)|audit-image|run-images|discover|rule-docs)|\/rules\/(?:build|image)\//;

const commands = readdirSync('src/commands').filter((name) => name.endsWith('.ts'));
const bundle = await rolldown({
  input: {
    cli: 'src/cli.ts',
    index: 'src/index.ts',
    'layer-thread': 'src/audit/image/layer-thread.ts',
    ...Object.fromEntries(commands.map((name) => [`commands/${name.slice(0, -3)}`, `src/commands/${name}`])),
  },
  platform: 'node',
  tsconfig: true,
  plugins: [lazyRequires()],
  transform: { define: { SOURCE_DIGEST: JSON.stringify(sourceDigest()) } },
  external: ['#seldom'],
  resolve: { symlinks: false },
});
const seldom = await rolldown({
  input: 'seldom',
  platform: 'node',
  plugins: [seldomModule()],
  resolve: { extensions: ['.cjs', '.js', '.json'], symlinks: false },
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'esm',
  minify: true,
  chunkFileNames: 'chunks/[name]-[hash].js',
  codeSplitting: {
    groups: [
      {
        name: 'oclif',
        test: (id) =>
          /node_modules\/(?!chalk|unbash|tar|minizlib|minipass|yallist|fzstd|ignore|picomatch|undici|fflate|xz-decompress|yaml|wsl-utils|is-wsl|is-docker|is-inside-container|powershell-utils)/.test(
            id,
          ),
      },
      {
        name: 'audit',
        test: (id) => /node_modules\/(?:chalk|unbash)|\/(?:src|rules)\//.test(id) && !ELSEWHERE.test(id),
      },
      // All that importing the library loads.
      { name: 'errors', test: /\/src\/config\/errors\.ts$/, priority: 1 },
    ],
  },
});
const vendor = await seldom.write({ dir: 'dist', format: 'cjs', minify: true, entryFileNames: 'seldom.cjs' });
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const modules = [...output, ...vendor.output].flatMap((chunk) => chunk.moduleIds ?? []);
const libraries = librariesOf(modules, lock, root);
writeFileSync('dist/THIRD-PARTY.md', noticesOf(libraries));
const metadata = JSON.parse(readFileSync('package.json', 'utf8'));
writeFileSync('dist/sbom.cdx.json', sbomOf(metadata, libraries, lock));

/** Of all sources: what a cache holds was found by these rules and no others. */
function sourceDigest() {
  const hash = createHash('sha256');
  for (const folder of ['src', 'rules']) {
    for (const name of readdirSync(folder, { recursive: true }).sort())
      if (name.endsWith('.ts'))
        hash
          .update(name)
          .update('\0')
          .update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 32);
}
