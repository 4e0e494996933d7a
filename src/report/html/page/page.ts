import { watchCopying } from './copy.ts';
import { Filters } from './filters.ts';
import { foldAll, watchFolding } from './fold.ts';
import { watchKeys } from './keys.ts';
import { watchTheme } from './theme.ts';

/** Of the report in a browser: everything here is a help, nothing is needed to read it. */
document.documentElement.classList.add('scripts');

const filters = new Filters();
const theme = watchTheme();
const help = document.querySelector<HTMLDialogElement>('#help');

const actions: Readonly<Record<string, () => void>> = {
  reset: () => filters.reset(),
  theme: () => theme.next(),
  fold: foldAll,
  help: () => help?.showModal(),
  close: () => help?.close(),
};

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  const action = target.closest<HTMLElement>('[data-action]')?.dataset['action'];
  if (action !== undefined) actions[action]?.();
});

watchFolding();
watchCopying();
watchKeys({ filters, theme, help });
