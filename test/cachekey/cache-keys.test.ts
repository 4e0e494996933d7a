import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUILDERS } from '../../src/cachekey/builder.ts';
import { quickest } from '../support/quickest.ts';
import { keysOf } from './keys.ts';

const last = (text: string, question = {}) => keysOf(text, question).at(-1);
const inStage = (...lines: string[]) => `FROM scratch\n${lines.join('\n')}\nRUN x\n`;

describe('what a RUN of BuildKit sees', () => {
  test.each<[string, string[]]>([
    ['RUN contains', ['ARG T']],
    ['RUN contains', ['ARG T=default']],
    ['RUN contains', ['ENV T=c', 'ARG T']],
    ['RUN independent', ['ARG T', 'ENV T=c']],
    ['RUN contains', ['ARG T', 'ENV T=$T']],
    ['RUN contains', ['ARG T', 'ENV U=$T', 'ENV T=c']],
    ['RUN contains', ['ARG T', 'ARG U=x-${T}-y', 'ENV T=c']],
    ['RUN independent', ['LABEL l=$T', 'CMD ["$T"]']],
    ['RUN independent', ['ARG OTHER']],
    ['RUN independent', ['ARG BUILDKIT_SBOM_SCAN_STAGE']],
    ['RUN contains', ['ARG T', 'ENV W=${Q:-$T}', 'ENV T=c']],
    ['RUN contains', ['ARG T', 'ENV W=${T:-e}', 'ENV T=c']],
    ['RUN unknown', ['ARG T', 'ENV W=${T:+f}', 'ENV T=c']],
    ['RUN unknown', ['ARG T', 'ENV W=${T#a}', 'ENV T=c']],
    ['RUN independent', ['ARG T', 'ENV W=${T+f}', 'ENV T=c']],
    ['RUN contains', ['ARG T', 'ENV W=${W:+$T} V=$T', 'ENV T=c W=d']],
    ['RUN contains', ['ARG "T"']],
    ['RUN contains', ['ARG N=T', 'ARG $N']],
    ['RUN contains', ['ARG T', 'ARG X=$T', 'ENV T=c', 'ARG X=c B=$X']],
    ['RUN contains', ['ARG T', 'ENV A_$T=1 T=c']],
    ['RUN unknown', ['ARG T', 'ENV X=${PATH:+$T} T=c']],
    ['RUN contains', ['ARG T', 'USER $T', 'ENV T=c']],
    ['RUN contains', ['ARG T', 'WORKDIR /w/$T', 'ENV T=c']],
  ])('%s: %j', (verdict, lines) => expect(last(inStage(...lines))).toBe(verdict));

  test('what a base image may set is not taken for unset', () => {
    expect(last('FROM base\nARG T\nENV W=${Q:+$T}\nENV T=c\nRUN x\n')).toBe('RUN unknown');
    expect(last('FROM scratch\nARG T\nENV W=${Q:+$T}\nENV T=c\nRUN x\n')).toBe('RUN independent');
  });

  test('build arguments that are given and do not rotate have their values', () => {
    const text = inStage('ARG A', 'ARG T', 'ENV W=${A:-$T}', 'ENV T=c');
    expect(last(text)).toBe('RUN contains');
    expect(last(text, { given: new Map([['A', 'a']]) })).toBe('RUN independent');
    expect(last(text, { given: new Map([['A', '']]) })).toBe('RUN contains');
  });
});

describe('stages', () => {
  test('a global argument is seen only where it is declared again', () => {
    expect(last('ARG T\nFROM scratch\nRUN x\n')).toBe('RUN independent');
    expect(last('ARG T\nFROM scratch\nARG T\nRUN x\n')).toBe('RUN contains');
    expect(last('ARG T\nARG G=$T\nFROM scratch\nARG G\nRUN x\n')).toBe('RUN contains');
  });

  test('a stage inherits arguments, and its base stage puts its ENV on top of them', () => {
    expect(last('FROM scratch AS a\nARG T\nFROM a\nRUN x\n')).toBe('RUN contains');
    expect(last('FROM scratch AS a\nENV T=e\nARG T\nFROM a\nRUN x\n')).toBe('RUN independent');
    expect(last('FROM scratch AS a\nARG T\nFROM a\nRUN x\n', { builder: 'classic' })).toBe('RUN independent');
  });

  test('files of another stage count by their content, its key does not', () => {
    const text = (from: string) => `FROM scratch AS a\nARG T\nRUN make\nFROM scratch\n${from}\nRUN x\n`;
    expect(keysOf(text('COPY --from=a /out /out')).slice(1)).toEqual([
      'COPY depends-on-content',
      'RUN depends-on-content',
    ]);
    expect(keysOf(text('RUN --mount=type=bind,from=a,target=/a cp /a/x /x')).slice(1)).toEqual([
      'RUN depends-on-content',
      'RUN depends-on-content',
    ]);
    expect(keysOf(text('COPY x /x'))).toEqual(['COPY independent', 'RUN independent']);
  });

  test('triggers run in the stage that starts from theirs', () => {
    expect(last('FROM scratch AS a\nONBUILD ARG T\nFROM a\nRUN x\n')).toBe('RUN contains');
  });

  test('a variable names a stage where its value is known; else it proves nothing', () => {
    const text = 'ARG BASE=b\nFROM scratch AS b\nARG T\nRUN x\nFROM ${BASE}\nRUN y\n';
    expect(keysOf(text)).toEqual(['RUN contains', 'RUN contains']);
    expect(keysOf(text, { given: new Map([['BASE', 'scratch']]) })).toEqual(['RUN independent']);
    expect(last(text, { rotating: new Set(['BASE']) })).toBe('RUN unknown');
    expect(last(text.replace('${BASE}', 'b$TARGETARCH'))).toBe('RUN unknown');
    expect(last('FROM b$TARGETARCH\nRUN y\n')).toBe('RUN independent');
    expect(last('FROM $UNSET\nRUN y\n')).toBe('RUN unknown');
  });

  test('what the builder says of the platform is known before the first FROM', () => {
    const rotating = new Set(['TARGETARCH']);
    expect(last('ARG A=$TARGETARCH\nFROM scratch\nARG A\nRUN x\n', { rotating })).toBe('RUN contains');
    expect(last('ARG A=x\nFROM scratch\nARG A\nRUN $TARGETARCH\n', { rotating })).toBe('RUN independent');
    expect(last('FROM --platform=$TARGETARCH b\nRUN x\n', { rotating })).toBe('RUN unknown');
    expect(last('ARG A=$TARGETARCH\nFROM a\nARG A\nRUN x\n', { rotating, builder: 'buildah' })).toBe(
      'RUN unknown',
    );
  });

  test('a trigger takes files of the stages before the one that it is run in', () => {
    const text =
      'FROM scratch AS a\nONBUILD COPY --from=b / /\nFROM scratch AS b\nARG T\nRUN make\nFROM a\nRUN x\n';
    expect(keysOf(text)).toEqual(['RUN contains', 'COPY depends-on-content', 'RUN depends-on-content']);
    expect(keysOf(text, { target: 'a' })).toEqual([]);
    expect(last(text, { builder: 'buildah' })).toBe('RUN unknown');
  });

  test('files of a stage that builders do not agree on prove nothing', () => {
    const two = 'FROM scratch AS a\nRUN one\nFROM scratch AS a\nARG T\nRUN two\n';
    const taken = `${two}FROM scratch\nCOPY --from=a / /\n`;
    expect(last(taken)).toBe('COPY depends-on-content');
    expect(last(taken, { builder: 'buildah' })).toBe('COPY unknown');
    expect(last(`${two}FROM a\nRUN x\n`)).toBe('RUN contains');
    expect(last(`${two}FROM a\nRUN x\n`, { builder: 'buildah' })).toBe('RUN unknown');
    const later = 'FROM scratch AS a\nLINE\nFROM scratch AS b\nARG T\nRUN x\nFROM a\nRUN y\n';
    expect(last(later.replace('LINE', 'COPY --from=b / /'))).toBe('RUN unknown');
    expect(last(later.replace('LINE', 'RUN --mount=from=b,target=/b x'))).toBe('RUN unknown');
    const again =
      'FROM scratch AS a\nFROM scratch AS b\nCOPY --from=a / /\nFROM scratch AS a\nFROM b\nRUN y\n';
    expect(last(again)).toBe('RUN unknown');
  });

  test('a base image that depends on the value proves nothing', () => {
    expect(last('ARG T\nFROM base:$T\nRUN x\n')).toBe('RUN unknown');
    expect(last('ARG T\nFROM --platform=$T base\nRUN x\n')).toBe('RUN unknown');
  });

  test('another frontend may do anything', () => {
    expect(last('# syntax=example.com/frontend:1\nFROM scratch\nRUN x\n')).toBe('RUN unknown');
    expect(last('# syntax=docker/dockerfile:1.7-labs\nFROM scratch\nRUN x\n')).toBe('RUN independent');
    expect(last('#!/usr/bin/env x\n# syntax=example.com/frontend:1\nFROM scratch\nRUN x\n')).toBe(
      'RUN unknown',
    );
    expect(last('// syntax=example.com/frontend:1\nFROM scratch\nRUN x\n')).toBe('RUN unknown');
    expect(last('\uFEFF// check=skip=all\n//syntax = example.com/f:1\r\nFROM scratch\nRUN x\n')).toBe(
      'RUN unknown',
    );
    expect(last('FROM scratch\n# syntax=example.com/frontend:1\nRUN x\n')).toBe('RUN independent');
  });
});

describe('a step by itself', () => {
  test.each([
    ['COPY contains', 'COPY a /x/$T'],
    ['COPY contains', 'COPY --chown=$T a /x'],
    ['COPY contains', 'COPY a$T /x'],
    ['COPY depends-on-content', 'COPY d/$T/a /x'],
    ['COPY contains', 'COPY d/$T /x'],
    ['COPY contains', 'COPY d/$T/ /x'],
    ['COPY contains', 'COPY d/$T/. /x'],
    ['COPY contains', 'COPY d/$T* /x'],
    ['COPY unknown', 'COPY d/$T/.. /x'],
    ['COPY unknown', 'COPY $T /x'],
    ['COPY depends-on-content', 'COPY d/$T/*.txt /x'],
    ['COPY depends-on-content', 'COPY ["d/$T/a b", "/x"]'],
    ['COPY depends-on-content', 'COPY d/${T:-e/f}/a /x'],
    ['COPY contains', 'COPY d/${U:-e/$T} /x'],
    ['COPY independent', 'COPY --exclude=$T d /x'],
    ['COPY contains', 'COPY --parents d/$T/f /x'],
    ['COPY unknown', 'COPY --parents d/$T/./f /x'],
    ['COPY unknown', 'COPY --from=$T d /x'],
    ['RUN contains', 'RUN --mount=type=bind,from=$T,target=/t x'],
    ['COPY contains', 'COPY <<E /x\n$T\nE'],
    ['COPY independent', "COPY <<'E' /x\n$T\nE"],
    ['COPY independent', 'COPY a /x'],
    ['ADD depends-on-content', 'ADD https://x:$T@example.com/a /x'],
    ['ADD depends-on-content', 'ADD https://x:$T@git.example.com/a.git /x'],
    ['ADD contains', 'ADD https://example.com/a/f-$T.tgz /x'],
    ['ADD contains', 'ADD https://example.com/$T/ /x'],
    ['ADD contains', 'ADD https://$T.example.com/$T?a=b /x'],
    ['ADD depends-on-content', 'ADD https://example.com/$T/a /x'],
    ['ADD depends-on-content', 'ADD https://example.com/a?b=c/$T /x'],
    ['ADD depends-on-content', 'ADD https://$T.example.com /x'],
    ['ADD unknown', 'ADD $T /x'],
    ['ADD unknown', 'ADD https://git.example.com/a.git#$T /x'],
    ['ADD unknown', 'ADD https://git.example.com/a-$T.git /x'],
    ['ADD unknown', 'ADD git@git.example.com:a.git#v1:$T /x'],
    ['ADD unknown', 'ADD --checksum=$T https://example.com/a /x'],
    ['WORKDIR contains', 'WORKDIR /x/$T'],
    ['RUN contains', 'RUN --mount=type=secret,id=x-$T y'],
    ['RUN contains', 'RUN --mount=type=tmpfs,target=/$T y'],
  ])('%s: %s', (verdict, line) => {
    // The variable itself is out of scope again, so that only the step's own text counts.
    const text = `FROM scratch AS a\nARG T\n${line.startsWith('RUN') ? `ARG T\n${line}` : line}\n`;
    expect(last(text)).toBe(verdict);
  });

  test('what a variable holds is looked into', () => {
    const copied = (variable: string, line: string) =>
      last(`FROM scratch\nARG T\nENV P=${variable}\n${line}\n`);
    expect(copied('d/$T/file', 'COPY $P /x')).toBe('COPY depends-on-content');
    expect(copied('d/$T', 'COPY $P /x')).toBe('COPY contains');
    expect(copied('d/$T', 'COPY $P/file /x')).toBe('COPY depends-on-content');
    expect(copied('https://example.com/$T/f', 'ADD $P /x')).toBe('ADD depends-on-content');
    expect(copied('https://example.com/f-$T', 'ADD $P /x')).toBe('ADD contains');
    expect(last('FROM b\nARG T\nCOPY d/$T$HOME /x\n')).toBe('COPY unknown');
  });

  test('builders that take a COPY as it is written have the content of what it takes all the same', () => {
    const text = (flag: string) =>
      `FROM scratch AS a\nRUN x\nFROM scratch\nARG T\nCOPY ${flag} d/$T/f /x-$T\n`;
    expect(last(text(''), { builder: 'kaniko' })).toBe('COPY depends-on-content');
    expect(last(text('--from=a'), { builder: 'buildah' })).toBe('COPY depends-on-content');
    expect(last(text(''), { builder: 'buildah' })).toBe('COPY contains');
  });

  test('the content of a secret is in no key', () => {
    expect(last('FROM scratch\nRUN --mount=type=secret,id=T,env=T x\n')).toBe('RUN independent');
  });

  test('--link stands on nothing where the engine can do that, and what follows stands on it and on all before it', () => {
    const text = 'FROM scratch\nARG T\nRUN x\nENV T=c\nCOPY --link a /a\nCOPY b /b\n';
    expect(keysOf(text)).toEqual(['RUN contains', 'COPY unknown', 'COPY contains']);
    expect(keysOf(text.replace('--link', '--link --chmod=644'))[1]).toBe('COPY contains');
    expect(keysOf(text.replace('--link', '--link=false'))[1]).toBe('COPY contains');
    expect(last('FROM scratch\nARG T\nCOPY --link a /a\n')).toBe('COPY independent');
  });

  test('proxies and the name of the host', () => {
    const rotating = new Set(['HTTPS_PROXY']);
    expect(last('FROM scratch\nRUN x\n', { rotating })).toBe('RUN independent');
    expect(last('FROM scratch\nRUN x\n', { rotating, builder: 'kaniko' })).toBe('RUN contains');
    const named = 'FROM scratch\nCOPY a /$HTTPS_PROXY\n';
    expect(last(named, { rotating })).toBe('COPY independent');
    expect(last(named, { rotating, builder: 'classic' })).toBe('COPY contains');
    expect(last(named, { rotating, builder: 'buildah' })).toBe('COPY contains');
    expect(last('FROM scratch\nENV W=$HTTPS_PROXY\nRUN x\n', { rotating, builder: 'classic' })).toBe(
      'RUN contains',
    );
    expect(last('FROM scratch\nENV W=$HTTPS_PROXY\nRUN x\n', { rotating, builder: 'buildah' })).toBe(
      'RUN independent',
    );
    expect(last('FROM scratch\nRUN x\n', { rotating: new Set(['BUILDKIT_SANDBOX_HOSTNAME']) })).toBe(
      'RUN contains',
    );
  });

  test('of a cache mount the id counts with some builders', () => {
    expect(
      last('FROM scratch AS b\nARG T\nENV I=$T\nENV T=c\nRUN --mount=type=cache,id=$T,target=/c x\n'),
    ).toBe('RUN contains');
    const rotating = new Set(['BUILDKIT_CACHE_MOUNT_NS']);
    const cached = (options: string) =>
      last(`FROM scratch\nRUN --mount=type=cache,${options} x\n`, { rotating });
    expect(cached('target=/c')).toBe('RUN contains');
    expect(cached('target=/c,id=/c,sharing=shared')).toBe('RUN contains');
    expect(cached('target=/c,id=a')).toBe('RUN unknown');
    expect(cached('target=/c,sharing=locked')).toBe('RUN unknown');
    expect(cached('target=/c/')).toBe('RUN unknown');
    expect(cached('target=c')).toBe('RUN unknown');
    expect(last('FROM scratch\nRUN x\n', { rotating })).toBe('RUN independent');
    expect(keysOf('FROM scratch\nARG T\nRUN --mount=type=cache,id=a,target=/c x\n')).toEqual([
      'RUN contains',
    ]);
  });
});

test('unused stages are not built, and the target is', () => {
  const text = 'FROM scratch AS a\nRUN one\nFROM scratch AS b\nRUN two\n';
  expect(keysOf(text)).toEqual(['RUN independent']);
  expect(keysOf(text, { target: 'a' })).toEqual(['RUN independent']);
});

test('nothing is too odd to be worked out', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'FROM a',
      'FROM a AS b',
      'FROM b',
      'ARG T',
      'ENV T=$T',
      'RUN <<E',
      'E',
      'COPY --from=b / /',
      'ONBUILD RUN x',
    ),
    fc.string({ maxLength: 30 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom(...BUILDERS), (lines, builder) => {
      expect(() => keysOf(lines.join('\n'), { builder })).not.toThrow();
    }),
    { numRuns: 400 },
  );
});

test('a long file is worked out in time', () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `ENV V${i}=$V${i - 1}\nRUN echo ${i}`);
  const text = `FROM a\nARG T\nENV V0=$T\n${lines.join('\n')}\n`;
  expect(quickest(4000, () => expect(keysOf(text)).toHaveLength(3000))).toBeLessThan(4000);
});
