/**
 * A bundler plugin: the modules of @oclif/core, compiled by TypeScript to CommonJS, load what they require when they
 * first use it instead of when they are loaded themselves. Most runs need neither help nor spinners nor globbing,
 * and loading those takes longer than auditing a Dockerfile.
 */
export function lazyRequires() {
  return {
    name: 'lazy-requires',
    transform: {
      filter: { id: /node_modules\/@oclif\/core\/lib\/.*\.js$/ },
      handler(code) {
        let lazy = code;
        for (const [statement, name, direct] of code.matchAll(REQUIRE)) {
          const expression = direct.replace(SELDOM_USED, 'require("#seldom")["$1"]');
          const uses = new RegExp(`(?<![\\w.$])${name}(?![\\w$])`, 'g');
          lazy = lazy.replace(statement, '').replace(uses, `(${name}())`);
          lazy += `\nvar ${name}_loaded; function ${name}() { return (${name}_loaded ??= ${expression}); }`;
        }
        return lazy;
      },
    },
  };
}

/** A bundler plugin: the module `seldom`, which has each of those libraries and loads it when it is asked for. */
export function seldomModule() {
  const getters = SELDOM.map(
    (name) => `get ${JSON.stringify(name)}() { return require(${JSON.stringify(name)}); }`,
  );
  return {
    name: 'seldom-module',
    resolveId: (id) => (id === 'seldom' ? '\0seldom.cjs' : undefined),
    load: (id) => (id === '\0seldom.cjs' ? `module.exports = { ${getters.join(', ')} };` : undefined),
  };
}

/** For help, errors and globbing: kept out of what is read at every start. */
const SELDOM = [
  'clean-stack',
  'cli-spinners',
  'ejs',
  'indent-string',
  'lilconfig',
  'minimatch',
  'string-width',
  'tinyglobby',
  'widest-line',
  'wrap-ansi',
];

const SELDOM_USED = new RegExp(`require\\("(${SELDOM.join('|')})"\\)`);
const REQUIRE = /^const (\w+_\d+) = (require\("[^"]+"\)|__importDefault\(require\("[^"]+"\)\));$/gm;
