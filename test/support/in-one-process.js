// Runs the built command several times in one process, as starting one takes longer than most runs: cases come from
// standard input, results go to standard output, both as JSON.
import { readFileSync } from 'node:fs';
import { execute } from '../../dist/cli.js';

const cases = JSON.parse(readFileSync(0, 'utf8'));
const real = process.stdout.write.bind(process.stdout);
const results = [];
let result;
for (const name of ['stdout', 'stderr']) {
  process[name].write = (text) => {
    result[name] += text;
    return true;
  };
}
console.error = (text = '') => process.stderr.write(`${text}\n`);
console.log = (text = '') => process.stdout.write(`${text}\n`);
for (const { args, columns = 80 } of cases) {
  result = { stdout: '', stderr: '', code: 0 };
  process.stdout.columns = columns;
  process.argv = [process.argv[0], 'audit', ...args];
  process.exitCode = 0;
  await execute({ dir: new URL('../../bin/run.js', import.meta.url).href });
  result.code = process.exitCode;
  results.push(result);
}
process.exitCode = 0;
real(JSON.stringify(results));
