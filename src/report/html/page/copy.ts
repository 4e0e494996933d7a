import { say } from './say.ts';

const SHOWN_FOR = 1600;

/** Copies what a button names, and says so on it. */
export function watchCopying(): void {
  document.addEventListener('click', async ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null;
    const source = button === null ? null : document.getElementById(button.dataset['copy'] ?? '');
    if (button === null || source === null) return;
    const label = button.textContent ?? '';
    if (button.classList.contains('done')) return;
    const told = (await copy(source)) ? 'Copied' : 'Selected: copy it with the keyboard';
    button.classList.add('done');
    button.textContent = told;
    say(told);
    setTimeout(() => {
      button.classList.remove('done');
      button.textContent = label;
    }, SHOWN_FOR);
  });
}

/** Without leave to use the clipboard the text is selected at least. */
async function copy(source: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    return false;
  }
}
