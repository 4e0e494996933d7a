import type { Filters } from './filters.ts';
import { foldAll } from './fold.ts';
import { say } from './say.ts';
import type { ThemeSwitch } from './theme.ts';

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

interface Controls {
  filters: Filters;
  theme: ThemeSwitch;
  help: HTMLDialogElement | null;
}

/** One key each, as long as nothing is being written. */
export function watchKeys({ filters, theme, help }: Controls): void {
  const keys: Readonly<Record<string, () => void>> = {
    j: () => step('.finding', 1),
    k: () => step('.finding', -1),
    n: () => step('.secret > summary', 1),
    p: () => step('.secret > summary', -1),
    o: foldCurrent,
    O: foldAll,
    '/': () => filters.focusSearch(),
    r: () => filters.reset(),
    t: () => theme.next(),
    '?': () => help?.showModal(),
    ...Object.fromEntries(SEVERITIES.map((severity, at) => [`${at + 1}`, () => filters.toggle(severity)])),
  };
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || event.isComposing) return;
    if (target instanceof HTMLElement && isField(target)) {
      if (key === 'Escape') target.blur();
      return;
    }
    const action = help?.open === true ? undefined : keys[key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

function isField(target: HTMLElement): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLSelectElement || target.isContentEditable;
}

/** To the next one of a kind that is shown, from where the reader is. */
function step(selector: string, by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(`#secrets ${selector}`)].filter(isShown);
  const current = document.activeElement?.closest<HTMLElement>(
    `#secrets .finding, #secrets .secret > summary`,
  );
  const next = current ? neighbour(all, current, by) : by === 1 ? all[0] : all.at(-1);
  if (next === undefined) {
    say(by === 1 ? 'That was the last one' : 'That was the first one');
    return;
  }
  const card = next.closest<HTMLDetailsElement>('details.secret');
  if (card !== null && next.matches('.finding')) card.open = true;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: next.matches('.finding') ? 'center' : 'start' });
}

function isShown(element: HTMLElement): boolean {
  return element.closest('[hidden]') === null;
}

/** In the order of the document, whether the reader stands on one of them or between two. */
function neighbour(all: readonly HTMLElement[], current: HTMLElement, by: 1 | -1): HTMLElement | undefined {
  const behind = (one: HTMLElement) =>
    (current.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  if (by === 1) return all.find((one) => one !== current && behind(one));
  return all.findLast((one) => one !== current && !behind(one));
}

function foldCurrent(): void {
  const card = document.activeElement?.closest<HTMLDetailsElement>('details.secret');
  if (card) card.open = !card.open;
}
