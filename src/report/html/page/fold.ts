/** Opens all secrets, or closes them if all of them are open. */
export function foldAll(): void {
  const cards = [...document.querySelectorAll<HTMLDetailsElement>('details.secret')];
  const open = cards.some((card) => !card.open);
  for (const card of cards) card.open = open;
  const button = document.querySelector('#fold');
  if (button !== null) button.textContent = open ? 'Close all' : 'Open all';
}

/** A link to a finding opens what it is in; on paper everything is open. */
export function watchFolding(): void {
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    target?.closest('details')?.setAttribute('open', '');
    for (let at = target ?? null; at !== null; at = at.parentElement) at.hidden = false;
    target?.scrollIntoView({ block: 'center' });
  };
  addEventListener('hashchange', reveal);
  if (location.hash !== '') reveal();
  let closed: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const one of closed) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of closed) one.open = false;
  });
}
