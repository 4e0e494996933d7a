import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderWith } from '../support/folder.ts';
import { tempPath } from '../support/images/temp.ts';
import { finding, fullReport, ioOf, reportOf } from '../support/page-reports.ts';
import { barriers, openReport, startBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

const shownFindings = (page: Page) => page.locator('#secrets .finding:visible').count();
const focused = (page: Page) => page.evaluate<string>('document.activeElement.id');

describe('filters', () => {
  test('by severity, rule, layer, place and words, and all at once again', async () => {
    const { page, trouble } = await openReport(browser, fullReport(4));
    const all = await shownFindings(page);
    expect(all).toBe(14);
    await page.locator('.chip.critical').click();
    expect(await shownFindings(page)).toBe(all - 3);
    await page.locator('#show-all').click();
    expect(await shownFindings(page)).toBe(all);
    await page.locator('select[name=rule]').selectOption('secret-in-arg');
    expect(await shownFindings(page)).toBe(4);
    await page.locator('select[name=rule]').selectOption('');
    await page.locator('select[name=layer]').selectOption('1');
    expect(await shownFindings(page)).toBe(2);
    await page.locator('select[name=layer]').selectOption('2');
    expect(await shownFindings(page)).toBe(1);
    await page.locator('input[type=search]').fill('token_1 deleting');
    expect(await shownFindings(page)).toBe(1);
    expect(await page.locator('#shown').textContent()).toBe('1 of 14 findings, 1 secret');
    await page.locator('input[type=search]').fill('nothing at all');
    expect(await page.locator('#none-shown').isVisible()).toBe(true);
    await page.locator('#none-shown button').click();
    await page.locator('select[name=where]').selectOption('shop/Dockerfile');
    expect(await shownFindings(page)).toBe(8);
    expect(trouble).toEqual([]);
  });
});

describe('keys', () => {
  test('go through findings and secrets, filter, and are told of', async () => {
    const { page, trouble } = await openReport(browser, fullReport(4));
    for (const key of ['j', 'j', 'j']) await page.keyboard.press(key);
    expect(await focused(page)).toBe('f3');
    await page.keyboard.press('k');
    expect(await focused(page)).toBe('f2');
    await page.keyboard.press('n');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.closest("details").id')).toBe('s2');
    await page.keyboard.press('1');
    expect(await page.locator('.chip.critical input').isChecked()).toBe(false);
    await page.keyboard.press('r');
    await page.keyboard.press('/');
    await page.keyboard.type('jk?');
    expect(await page.locator('input[type=search]').inputValue()).toBe('jk?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await page.locator('#help').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#help').isVisible()).toBe(false);
    expect(trouble).toEqual([]);
  });

  test('open a secret that is closed', async () => {
    const { page } = await openReport(browser, fullReport(2));
    await page.locator('#fold').click();
    expect(await shownFindings(page)).toBe(0);
    await page.keyboard.press('j');
    expect(await page.locator('#f1').isVisible()).toBe(true);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each([360, 1600])('at %i pixels it can be read by all, and nothing sticks out', async (width) => {
    const { page, trouble } = await openReport(browser, fullReport(4), {
      colorScheme,
      viewport: { width, height: 900 },
    });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('?');
    expect(await barriers(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });
});

test('a theme that was chosen is kept', async () => {
  const { page } = await openReport(browser, fullReport(), { colorScheme: 'light' });
  const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const light = await ground();
  await page.locator('#theme').click();
  await page.locator('#theme').click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await ground()).toBe(dark);
});

test('without its script all of it is there, and nothing that would do nothing', async () => {
  const { page } = await openReport(browser, fullReport(4), { javaScriptEnabled: false });
  expect(await page.locator('.finding:visible').count()).toBe(16);
  expect(await page.locator('.diff:visible').count()).toBe(4);
  expect(await page.locator('.rail:visible').count()).toBeGreaterThan(8);
  expect(await page.locator('button:visible').count()).toBe(0);
});

test('a patch is copied as it is, and git takes it', async () => {
  const { page } = await openReport(browser, fullReport(), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.locator('[data-copy]').first().click();
  await page.locator('[data-copy].done').first().waitFor();
  const patch = await page.evaluate<string>('navigator.clipboard.readText()');
  const lines = Array.from({ length: 8 }, (_, at) =>
    ioOf().excerpt({
      kind: 'source',
      path: '',
      startLine: at + 1,
      startColumn: 1,
      endLine: at + 1,
      endColumn: 1,
    }),
  );
  const text = lines
    .filter((line, at) => line?.line === at + 1)
    .map((line) => line?.text)
    .join('\n');
  const cwd = await folderWith({ 'shop/Dockerfile': text });
  const git = spawn('git', ['apply', '-'], { cwd, stdio: ['pipe', 'inherit', 'inherit'] });
  git.stdin.end(patch);
  expect(await new Promise((resolve) => git.on('close', resolve))).toBe(0);
  expect(await readFile(`${cwd}/shop/Dockerfile`, 'utf8')).toBe(
    text
      .replace('ARG TOKEN\n', '')
      .replace('RUN npm ci', 'RUN --mount=type=secret,id=token,env=TOKEN npm ci'),
  );
});

test('a hostile report runs nothing', async () => {
  const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"><svg onload=alert(1)>';
  const { page, trouble } = await openReport(
    browser,
    fullReport(2, (what) => hostile + what),
  );
  page.on('dialog', () => trouble.push('an alert'));
  await page.locator('input[type=search]').fill('alert(1)');
  expect(await shownFindings(page)).toBeGreaterThan(0);
  expect(trouble).toEqual([]);
});

test('it can be printed', async () => {
  const { page } = await openReport(browser, fullReport(4));
  await page.locator('#fold').click();
  const path = await tempPath('report.pdf');
  const pdf = await page.pdf({ path, format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(30_000);
});

test('5,000 findings open and are filtered in reasonable time', async () => {
  const findings = fullReport(1250).findings;
  const many = reportOf([
    ...findings,
    finding({ secret: { redacted: '', fingerprint: 'last', validity: 'unknown' } }),
  ]);
  const start = performance.now();
  const { page } = await openReport(browser, many);
  const opened = performance.now() - start;
  const filtered = await page.evaluate<number>(`(() => {
    const start = performance.now();
    const field = document.querySelector('input[type=search]');
    field.value = 'token_77';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - start;
  })()`);
  console.log(`5,001 findings: opened in ${Math.round(opened)} ms, filtered in ${Math.round(filtered)} ms`);
  expect(opened).toBeLessThan(20_000);
  expect(filtered).toBeLessThan(5_000);
});
