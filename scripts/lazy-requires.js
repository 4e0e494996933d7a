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
        for (const [statement, name, expression] of code.matchAll(REQUIRE)) {
          const uses = new RegExp(`(?<![\\w.$])${name}(?![\\w$])`, 'g');
          lazy = lazy.replace(statement, '').replace(uses, `(${name}())`);
          lazy += `\nvar ${name}_loaded; function ${name}() { return (${name}_loaded ??= ${expression}); }`;
        }
        return lazy;
      },
    },
  };
}

const REQUIRE = /^const (\w+_\d+) = (require\("[^"]+"\)|__importDefault\(require\("[^"]+"\)\));$/gm;
