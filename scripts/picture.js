// Draws docs/report.svg, the picture of a report in the README, from what the built command prints. `--check` only compares.
import { spawnSync } from 'node:child_process';
import { finish, generated, root } from './generated-file.js';

const COMMAND = ['dockerfile', 'fixtures/webshop/web/Dockerfile'];
const COLOURS = { 31: '#ff7b72', 33: '#e3b341', 34: '#79c0ff', 36: '#76e3ea', 32: '#7ee787' };
const LINE = 19;
const COLUMN = 8.43;

const { stdout } = spawnSync(process.execPath, ['bin/run.js', ...COMMAND], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' },
});
const lines = [`$ npx audit ${COMMAND.join(' ')}`, ...stdout.trimEnd().split('\n')];
const width = Math.ceil(82 * COLUMN);
const height = lines.length * LINE + 32;
generated(
  'docs/report.svg',
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A report of build-audit">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3" xml:space="preserve">
${lines.map((line, index) => `<text x="12" y="${index * LINE + 28}">${spans(line)}</text>`).join('\n')}
</g>
</svg>
`,
);
finish();

/** A line's colour codes as tspans. */
function spans(line) {
  let style = '';
  let out = '';
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
    if (code === undefined) {
      const text = part.replace(/&/g, '&amp;').replace(/</g, '&lt;');
      if (text !== '') out += style === '' ? text : `<tspan${style}>${text}</tspan>`;
    } else if (code === '1') style += ' font-weight="bold"';
    else if (code === '2') style += ' fill="#8b949e"';
    else if (code in COLOURS) style += ` fill="${COLOURS[code]}"`;
    else style = '';
  }
  return out;
}
