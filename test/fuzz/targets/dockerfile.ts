import { auditDockerfile } from '../../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../../src/audit/engine.ts';
import type { Instruction } from '../../../src/dockerfile/instruction.ts';
import { mountsOf } from '../../../src/dockerfile/mounts.ts';
import { pairsOf } from '../../../src/dockerfile/pairs.ts';
import { parseDockerfile } from '../../../src/dockerfile/parse.ts';
import { syntaxOf } from '../../../src/dockerfile/syntax.ts';
import { mend } from '../../support/rewrite.ts';
import { dockerfiles } from '../seeds.ts';
import { ensure, type Target } from '../target.ts';

const engine = createEngine();

export const parser: Target = {
  name: 'dockerfile-parser',
  sources: ['src/dockerfile/'],
  dictionary: 'dockerfile',
  seeds: dockerfiles,

  run(input) {
    const text = input.toString('utf8');
    const file = parseDockerfile('Dockerfile', text);
    syntaxOf(file);
    let last = 0;
    for (const instruction of file.instructions) {
      checkInstruction(instruction, text.length);
      ensure(instruction.span.start >= last, 'an instruction stands before the end of the one before');
      last = instruction.span.end;
      mountsOf(instruction, (value) => value, '/');
      pairsOf(instruction, file.escape);
    }
    for (const { span } of [...file.problems, ...file.directives]) checkSpan(span, text.length);
    for (const span of file.comments) checkSpan(span, text.length);
  },
};

function checkInstruction(
  { span, keyword, keywordSpan, flags, args, heredocs, trigger }: Instruction,
  length: number,
) {
  for (const one of [span, keywordSpan, args.span(), ...flags.map((flag) => flag.span)])
    checkSpan(one, length);
  for (const heredoc of heredocs) {
    checkSpan(heredoc.span, length);
    checkSpan(heredoc.body.span(), length);
  }
  ensure(keyword !== undefined, 'an instruction has no keyword');
  if (trigger !== undefined) checkInstruction(trigger, length);
}

function checkSpan({ start, end }: { start: number; end: number }, length: number): void {
  ensure(start >= 0 && start <= end && end <= length, `a span from ${start} to ${end} of ${length}`);
}

export const audit: Target = {
  name: 'dockerfile-audit',
  sources: [
    'src/flow/',
    'src/dockerfile/',
    'src/cachekey/',
    'rules/dockerfile/',
    'rules/cache/',
    'src/audit/audit-dockerfile.ts',
    'src/audit/ignore-comments.ts',
    'src/audit/dockerfile-facts.ts',
    'src/audit/source-excerpt.ts',
    'src/audit/scrubber.ts',
  ],
  dictionary: 'dockerfile',
  seeds: dockerfiles,

  most: 8 * 1024,
  run(input) {
    const text = input.toString('utf8');
    const lines = text.split('\n').length;
    const { findings, excerpt } = auditDockerfile('Dockerfile', text, engine);
    for (const { location, flow, related } of findings)
      for (const place of [
        location,
        ...flow.map((one) => one.location),
        ...related.map((one) => one.location),
      ]) {
        if (place.kind !== 'source') continue;
        const { startLine, startColumn, endLine, endColumn } = place;
        ensure(
          startLine >= 1 && startColumn >= 1 && endLine <= lines,
          `a place outside: ${startLine} to ${endLine} of ${lines}`,
        );
        ensure(
          endLine > startLine || (endLine === startLine && endColumn >= startColumn),
          'a place ends before it begins',
        );
        excerpt(place);
      }
  },
};

export const rewrite: Target = {
  name: 'rewrite',
  sources: ['src/rewrite/', 'src/audit/fix/'],
  dictionary: 'dockerfile',
  seeds: dockerfiles,

  most: 4 * 1024,
  // A file is audited some ten times.
  run(input) {
    const text = input.toString('utf8');
    const { texts, done } = mend(text);
    if (done.length === 0)
      return ensure(texts.dockerfile === text, 'nothing was rewritten, and the text is another');
    const [before, after] = [text, texts.dockerfile].map(
      (one) => parseDockerfile('Dockerfile', one).problems.length,
    );
    ensure((after ?? 0) <= (before ?? 0), `${before} problems became ${after}`);
    const [found, left] = [text, texts.dockerfile].map(
      (one) => auditDockerfile('Dockerfile', one, engine).findings.length,
    );
    ensure((left ?? 0) < (found ?? 0), `${found} findings became ${left}`);
    ensure(mend(texts.dockerfile).done.length === 0, 'a second rewrite goes on where the first one ended');
  },
};
