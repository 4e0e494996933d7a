import { groupedCount } from '../../count.ts';
import { say } from './say.ts';

interface Item {
  element: HTMLElement;
  card: Element | null;
  /** What a search looks in, in small letters; made when it is first needed. */
  text: string | undefined;
}

/** Shows the findings that fit the form. */
export class Filters {
  readonly #form = document.querySelector<HTMLFormElement>('#filters');
  readonly #items: Item[] = [...document.querySelectorAll<HTMLElement>('#secrets .finding')].map(
    (element) => ({
      element,
      card: element.closest('.secret'),
      text: undefined,
    }),
  );

  constructor() {
    // A browser keeps what a form held when a page is loaded again.
    this.#form?.addEventListener('input', () => this.apply());
    this.#form?.addEventListener('submit', (event) => event.preventDefault());
    this.apply();
  }

  reset(): void {
    this.#form?.reset();
    this.apply();
    say('All findings are shown');
  }

  toggle(severity: string): void {
    const box = this.#form?.querySelector<HTMLInputElement>(`input[value="${severity}"]`);
    if (!box) return;
    box.checked = !box.checked;
    this.apply();
    say(`${severity} ${box.checked ? 'shown' : 'hidden'}`);
  }

  focusSearch(): void {
    const field = this.#form?.querySelector<HTMLInputElement>('input[type=search]');
    field?.focus();
    field?.select();
  }

  apply(): void {
    if (this.#form === null) return;
    const data = new FormData(this.#form);
    const severities = new Set(data.getAll('severity').map(String));
    const words = String(data.get('text') ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const wanted = (['rule', 'where', 'layer'] as const)
      .map((name) => [name, String(data.get(name) ?? '')] as const)
      .filter(([, value]) => value !== '');
    const cards = new Set<Element>();
    let shown = 0;
    for (const item of this.#items) {
      const own = item.element.dataset;
      const fits =
        severities.has(own['severity'] ?? '') &&
        wanted.every(([name, value]) => own[name] === value) &&
        words.every((word) => textOf(item).includes(word));
      item.element.hidden = !fits;
      if (!fits) continue;
      shown += 1;
      if (item.card !== null) cards.add(item.card);
    }
    for (const card of document.querySelectorAll<HTMLElement>('#secrets .secret'))
      card.hidden = !cards.has(card);
    this.#tell(shown, cards.size);
  }

  #tell(shown: number, cards: number): void {
    const all = this.#items.length;
    const output = document.querySelector('#shown');
    const findings = groupedCount(all, 'finding');
    if (output !== null)
      output.textContent =
        shown === all
          ? findings
          : `${shown.toLocaleString('en')} of ${findings}, ${groupedCount(cards, 'secret')}`;
    const hide = (id: string, isHidden: boolean) => {
      const element = document.getElementById(id);
      if (element !== null) element.hidden = isHidden;
    };
    this.#form?.classList.toggle('narrowed', shown < all);
    hide('show-all', shown === all);
    hide('none-shown', shown > 0 || all === 0);
  }
}

function textOf(item: Item): string {
  const name = item.card?.querySelector('summary')?.textContent ?? '';
  item.text ??=
    `${name} ${item.element.textContent ?? ''} ${item.element.dataset['where'] ?? ''}`.toLowerCase();
  return item.text;
}
