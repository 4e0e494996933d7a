import { say } from './say.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const KEY = 'build-audit-theme';

export interface ThemeSwitch {
  next(): void;
}

/** The theme that was last chosen, and a button that goes to the next one. */
export function watchTheme(): ThemeSwitch {
  const show = (theme: Theme): void => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    const button = document.querySelector('#theme');
    if (button !== null) button.textContent = `Theme: ${theme}`;
  };
  let theme = kept();
  show(theme);
  return {
    next() {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
      show(theme);
      keep(theme);
      say(`Theme: ${theme}`);
    },
  };
}

function kept(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return THEMES.find((one) => one === theme) ?? 'system';
  } catch {
    return 'system';
  }
}

/** A browser may not let a file keep anything. */
function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds as long as the page does.
  }
}
