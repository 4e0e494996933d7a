import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../src/audit/engine.ts';

const engine = createEngine();
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Milliseconds for one file, after a smaller one of its kind has warmed the code up. */
function time(text: (count: number) => string, count: number): number {
  auditDockerfile('Dockerfile', text(50), engine);
  const start = performance.now();
  auditDockerfile('Dockerfile', text(count), engine);
  return performance.now() - start;
}

describe('time grows no faster than the file', () => {
  test.each<[string, (count: number) => string]>([
    [
      'ARGs and RUNs',
      (count) => `FROM a\n${lines(count, (i) => `ARG A${i}`)}\n${lines(count, (i) => `RUN echo $A${i}`)}\n`,
    ],
    [
      'a chain of ENVs',
      (count) => `FROM a\nARG B0_TOKEN\nENV B0=$B0_TOKEN\n${lines(count, (i) => `ENV B${i + 1}=$B${i}`)}\n`,
    ],
    [
      'stages',
      (count) =>
        `${lines(count, (i) => `FROM a AS s${i}\nARG TOKEN\nRUN curl -H "Authorization: $TOKEN"`)}\n`,
    ],
    [
      'words of one command',
      (count) => `FROM a\nARG T\nRUN apt-get install ${'pkg '.repeat(count * 10)}$T\n`,
    ],
    ['words behind a verb', (count) => `FROM a\nARG T\nRUN tool config ${'pkg '.repeat(count * 10)}$T\n`],
    [
      'literals of names',
      (count) => `FROM a\nRUN echo ${'"API_TOKEN=vK8-quiet-Harbour-51" '.repeat(count)}\n`,
    ],
    ['continuation lines', (count) => `FROM a\nRUN ${'echo x && \\\n'.repeat(count)} true\n`],
    [
      'secret mounts',
      (count) => `FROM a\nARG T\n${lines(count, () => 'RUN --mount=type=secret,id=t,env=T x $T')}\n`,
    ],
    ['tokens', (count) => `FROM a\n${lines(count, (i) => `ENV DB_PASSWORD=vK8-quiet-Harbour-${i}-51`)}\n`],
  ])('%s', (_, text) => {
    const small = time(text, 1000);
    const large = time(text, 4000);
    expect(large).toBeLessThan(Math.max(small, 20) * 4 * 3);
  });
});

test.each([
  ['nested defaults', `FROM a\nENV X=${'${a:-'.repeat(10_000)}\n`],
  ['nested substitutions', `FROM a\nRUN ${'$('.repeat(10_000)}\n`],
  ['nested ONBUILDs', `FROM a\n${'ONBUILD '.repeat(7000)}\n`],
  ['nested expansions before a heredoc', `FROM a\nRUN ${'${x:-'.repeat(10_000)} <<EOF\nEOF\n`],
  ['blanks behind a directive', `#a=${' '.repeat(10_000)}\u2028\nFROM a\n`],
  ['nothing but quotes', `FROM a\nRUN ${`"'`.repeat(20_000)}\nENV ${`"'`.repeat(20_000)}\n`],
])('%s break nothing', (_, text) => {
  expect(auditDockerfile('Dockerfile', text, engine).findings).toEqual([]);
});
