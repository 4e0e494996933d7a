import { writeFile } from 'node:fs/promises';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Report } from '../../src/audit/finding.ts';
import { htmlPage } from '../../src/report/html/html.ts';
import type { ReportIo } from '../../src/report/reporter.ts';
import { tempPath } from '../support/images/temp.ts';
import { ioOf } from '../support/page-reports.ts';

/** Debian's own. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}

export interface OpenReport {
  page: Page;
  /** What the browser complained of, and what it tried to load. */
  trouble: string[];
}

/** A report as a page in a browser, from a file, as it would be opened. */
export async function openReport(
  browser: Browser,
  report: Report,
  { io = ioOf(), ...context }: BrowserContextOptions & { io?: Omit<ReportIo, 'write'> } = {},
): Promise<OpenReport> {
  const pieces: string[] = [];
  htmlPage(report, { ...io, write: (text) => pieces.push(text) });
  const path = await tempPath('report.html');
  await writeFile(path, pieces.join(''));
  const page = await (await browser.newContext(context)).newPage();
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', ({ message }) => trouble.push(message));
  page.on('request', (request) => {
    if (request.url() !== `file://${path}`) trouble.push(request.url());
  });
  await page.goto(`file://${path}`);
  return { page, trouble };
}

/** What keeps people from reading it, the worst two degrees. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<{ id: string; impact: string; nodes: { html: string }[] }[]>(
    'axe.run().then(({ violations }) => violations)',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ html }) => `${id}: ${html}`));
}
