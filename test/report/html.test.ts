import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import type { Fix, Report } from '../../src/audit/finding.ts';
import { MASK } from '../../src/audit/source-excerpt.ts';
import { htmlPage } from '../../src/report/html/html.ts';
import { html, trusted } from '../../src/report/html/markup.ts';
import { engine } from '../support/dockerfile.ts';
import { type Element, type Page, readMarkup } from '../support/markup.ts';
import { finding, fullReport, ioOf, reportOf, source } from '../support/page-reports.ts';

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)//',
  '</style></title><!--',
  ']]>&#60;script&#62;&amp;lt;',
  '\u202Etxt.exe\u2066\u200B',
  '\u0000\u001b[31m\u0007\r\n',
  '\uD800 \uDC00',
  '${alert(1)}`',
];

/** Control characters but line breaks and tabs, invisible ones, those that turn the direction, and halves of characters. */
const STEERING =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\p{Surrogate}]/u;

function pageOf(report: Report, io = ioOf()): { source: string; page: Page } {
  let written = '';
  htmlPage(report, {
    ...io,
    write: (text) => {
      written += text;
    },
  });
  return { source: written, page: readMarkup(written) };
}

const having = (page: Page, name: string, kind?: string): Element[] =>
  page.elements.filter(
    (one) =>
      one.name === name && (kind === undefined || one.attributes.get('class')?.split(' ').includes(kind)),
  );

describe('a page', () => {
  const { page } = pageOf(fullReport(3));

  test('has each secret once, with all its findings, and what is suppressed apart', () => {
    expect(having(page, 'details', 'secret')).toHaveLength(3);
    expect(having(page, 'li', 'finding')).toHaveLength(12);
    expect(page.text).toContain('a test token');
  });

  test('says what was not read, what is worth knowing, and how much was found', () => {
    expect(page.text).toContain('11 findings about 3 secrets');
    expect(page.text).toContain('Not complete.');
    expect(page.text).toContain('it is cut short after 512 bytes');
    expect(page.text).toContain('less than likely');
  });

  test('needs nothing from outside, and lets only its own style and script in', () => {
    const policy = having(page, 'meta').find(({ attributes }) => attributes.has('http-equiv'))?.attributes;
    expect(policy?.get('content')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/,
    );
    expect(
      page.elements.filter(({ attributes }) => attributes.has('src') || attributes.has('style')),
    ).toEqual([]);
    expect(having(page, 'style')[0]?.raw).not.toMatch(/url\(|@import/);
  });

  test('every link within it leads somewhere, and ids stand once', () => {
    const ids = page.elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = having(page, 'a').map(({ attributes }) => attributes.get('href') ?? '');
    const inner = links.filter((link) => link.startsWith('#'));
    expect(inner.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
    expect(links.filter((link) => !/^(?:#|https:\/\/)/.test(link))).toEqual([]);
  });

  test('nothing found is said as such', () => {
    const clean = pageOf(reportOf([]));
    expect(clean.page.text).toContain('No secret was found');
    expect(clean.page.text).toContain('Nothing was skipped');
  });
});

test('no value of a report becomes markup, or steers what is shown', () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 })), {
    minLength: 1,
    maxLength: 3,
  });
  const plainTags = new Set(pageOf(fullReport(2)).page.elements.map(({ name }) => name));
  fc.assert(
    fc.property(text, (parts) => {
      const hostile = parts.join('');
      const { source: written, page } = pageOf(
        fullReport(2, (what) => hostile + what),
        ioOf([`ARG ${hostile}`, hostile]),
      );
      expect(page.elements.filter(({ name }) => !plainTags.has(name) && name !== 'span')).toEqual([]);
      expect(having(page, 'script')).toHaveLength(1);
      expect(having(page, 'style')).toHaveLength(1);
      const attributes = page.elements.flatMap((one) => [...one.attributes]);
      const bad = attributes.filter(
        ([name, value]) =>
          /^(?:on|style|src)/i.test(name) || (name === 'href' && !/^(?:#|https:\/\/)/.test(value)),
      );
      expect(bad).toEqual([]);
      expect(STEERING.test(written)).toBe(false);
    }),
    { numRuns: 20 },
  );
});

describe('the one way to build markup', () => {
  test('texts and attributes are escaped, markup is not', () => {
    expect(
      `${html`<p class="${'"<'}">${'<b>'}${html`<i>${1}</i>`}${[trusted('<u>'), undefined, false]}</p>`}`,
    ).toBe('<p class="&quot;&lt;">&lt;b&gt;<i>1</i><u></p>');
  });

  test.each([
    ['an attribute without quotes', () => html`<p class=${'a'}>`],
    ['a name of an attribute', () => html`<p ${'a'}>`],
    ['a script', () => html`<p onclick="${'a'}">`],
    ['a style', () => html`<p style="${'a'}">`],
    ['markup in an attribute', () => html`<p class="${html`<b>`}">`],
  ])('%s is refused', (_, build) => expect(build).toThrow(TypeError));

  test('a link leads into the page or to https', () => {
    expect(`${html`<a href="${'javascript:alert(1)'}">`}`).toBe('<a href="#">');
    expect(`${html`<a href="${'https://example.com/?a&b'}">`}`).toBe(
      '<a href="https://example.com/?a&amp;b">',
    );
  });
});

test('edits of a file that is not at hand are told in words', () => {
  const place = { path: 'Dockerfile', startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 };
  const fixes: Fix[] = [
    { title: 'a', safety: 'safe', edits: [{ ...place, text: 'put\nthis' }], commands: [] },
  ];
  const { page } = pageOf(reportOf([finding({ fixes })]), { ...ioOf(), excerpt: () => undefined });
  expect(page.text).toContain('Dockerfile:2:1 up to 3:1: put putthis');
});

test('of a secret nothing is on the page', () => {
  const password = 'canary-Umbrella-7319';
  const { findings, excerpt } = auditDockerfile(
    'Dockerfile',
    `FROM a\nENV DB_PASSWORD=${password}\n`,
    engine,
  );
  expect(findings.length).toBeGreaterThan(0);
  const edits = [{ path: 'Dockerfile', startLine: 2, startColumn: 1, endLine: 3, endColumn: 1, text: '' }];
  const fixes: Fix[] = [{ title: 'Take it out', safety: 'safe', edits, commands: [] }];
  const { source: written, page } = pageOf(reportOf(findings.map((one) => ({ ...one, fixes }))), {
    ...ioOf(),
    excerpt: (at) => (at.kind === 'source' ? excerpt(at) : undefined),
  });
  expect(written).not.toContain(password);
  expect(page.text).toContain(`-ENV DB_PASSWORD=${MASK}`);
  expect(page.text).toContain('no patch to copy');
});

test('ways that share their beginning are drawn as one', () => {
  const hop = (label: string, line: number) => ({ label, location: source('a/Dockerfile', line) });
  const findings = [
    finding({ flow: [hop('ARG', 1), hop('ENV', 2), hop('in the config', 3)] }),
    finding({ flow: [hop('ARG', 1), hop('RUN', 4)] }),
    finding({ flow: [hop('ENV', 2)] }),
  ];
  const { page } = pageOf(reportOf(findings));
  const steps = page.elements.filter(
    ({ name, attributes }) => name === 'li' && /^(?:source|hop|end)$/.test(attributes.get('class') ?? ''),
  );
  expect(steps.map(({ attributes }) => attributes.get('class'))).toEqual(['source', 'end', 'hop', 'end']);
  expect(page.text).toContain('Dockerfile:4');
});
