import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../../protocol/money.ts';
import type { Turn } from '../messages.ts';
import type { Thumbnails } from './attachments.ts';
import { button } from './button.ts';
import { element, icon, sentenceWith } from './dom.ts';
import { type TurnActions, TurnView } from './turn.ts';
import { spokenWays } from './ways.ts';

// A reader this near the end, in pixels, follows the answer; one further up is left in peace.
const FOLLOW_WITHIN = 40;
// A scroll so soon after a wheel or a key is theirs.
const MOVED_WITHIN_MS = 1_000;

/** The questions and answers so far. */
export class Thread {
  readonly root: HTMLElement;
  // A feed, and no log: a log is read out word by word as it comes.
  readonly #list = element('div', {
    class: 'turns',
    attributes: { role: 'feed', 'aria-label': l10n.t('Answers') },
  });
  readonly #empty: HTMLElement;
  readonly #thumbnails: Thumbnails;
  readonly #actions: TurnActions;
  readonly #say: (sentence: string) => void;
  readonly #keyless: HTMLElement;
  readonly #afresh = element(
    'p',
    { class: 'afresh' },
    l10n.t('New conversation: what is above does not go along.'),
  );
  #isNew = false;
  #views: TurnView[] = [];
  #following = true;
  /** When the reader last did something that may scroll. */
  #movedAt = Number.NEGATIVE_INFINITY;

  /** @param say tells a screen reader */
  constructor(
    thumbnails: Thumbnails,
    actions: TurnActions,
    ways: EmptyActions,
    say: (sentence: string) => void,
  ) {
    this.#thumbnails = thumbnails;
    this.#actions = actions;
    this.#say = say;
    this.#empty = emptyState(ways);
    this.#keyless = keylessState(ways);
    this.#keyless.hidden = true;
    this.#afresh.hidden = true;
    // A feed without articles is none.
    this.#list.hidden = true;
    this.root = element(
      'section',
      {
        class: 'thread',
        attributes: { 'aria-label': l10n.t('Answers'), tabindex: -1 },
        on: {
          scroll: () => this.#scrolled(),
          wheel: () => this.#moved(),
          touchmove: () => this.#moved(),
          keydown: () => this.#moved(),
          pointerdown: () => this.#moved(),
        },
      },
      this.#empty,
      this.#list,
      this.#afresh,
    );
    new ResizeObserver(() => this.#follow()).observe(this.#list);
  }

  /** Says where nobody can be asked, and what can be done about it. */
  showSetup(canAsk: boolean): void {
    this.#keyless.hidden = canAsk;
    if (!this.#keyless.isConnected) this.#empty.append(this.#keyless);
  }

  /** Marks that what is asked next goes without what is above. */
  showConversation(isNew: boolean): void {
    this.#isNew = isNew;
    this.#showAfresh();
  }

  #showAfresh(): void {
    this.#afresh.hidden = !this.#isNew || this.#views.length === 0;
    this.#follow();
  }

  get turns(): Turn[] {
    return this.#views.map(({ turn }) => turn);
  }

  get pictureKeys(): string[] {
    return this.#views.flatMap(({ turn }) => turn.pictures.map(({ key }) => key));
  }

  get answering(): boolean {
    return this.#views.some(({ turn }) => turn.status === 'answering');
  }

  showAll(turns: readonly Turn[]): void {
    // The last ones, which are in sight, are drawn first.
    this.#views = turns
      .toReversed()
      .map((turn) => this.#view(turn))
      .reverse();
    this.#list.replaceChildren(...this.#views.map(({ root }) => root));
    this.#empty.hidden = turns.length > 0;
    this.#list.hidden = turns.length === 0;
    this.#following = true;
    this.#showAfresh();
  }

  show(turn: Turn): void {
    const known = this.#find(turn.id);
    const wasAnswering = known?.turn.status === 'answering';
    if (known) known.update(turn);
    else {
      const view = this.#view(turn);
      this.#views.push(view);
      this.#list.append(view.root);
      this.#empty.hidden = true;
      this.#list.hidden = false;
      this.#following = true;
      this.#showAfresh();
    }
    if (wasAnswering && turn.status !== 'answering') this.#say(ending(turn));
    else if (!known && turn.status === 'answering') this.#say(l10n.t('Answering.'));
    this.#follow();
  }

  append(id: string, text: string): void {
    this.#find(id)?.append(text);
  }

  refreshPictures(key: string): void {
    for (const view of this.#views) {
      if (view.turn.pictures.some((picture) => picture.key === key)) view.refreshPictures();
    }
  }

  #find(id: string): TurnView | undefined {
    return this.#views.find(({ turn }) => turn.id === id);
  }

  #view(turn: Turn): TurnView {
    return new TurnView(turn, this.#thumbnails, this.#actions, () => this.#follow());
  }

  #moved(): void {
    this.#movedAt = performance.now();
  }

  /** It is also scrolled by what comes, and by what turns out to be of another height once it is laid out. */
  #scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.root;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < FOLLOW_WITHIN;
    if (isAtEnd) this.#following = true;
    else if (performance.now() - this.#movedAt < MOVED_WITHIN_MS) this.#following = false;
  }

  #follow(): void {
    if (this.#following) this.root.scrollTop = this.root.scrollHeight;
  }
}

function ending({ status, foot, trouble }: Turn): string {
  if (trouble) return `${trouble.message} ${trouble.hint}${spokenWays(trouble.ways)}`;
  if (status === 'failed') return l10n.t('No answer.');
  if (foot?.finishReason === 'cancelled') return l10n.t('Stopped.');
  const isPaid = foot && foot.certainty !== 'free';
  const answered = isPaid ? l10n.t('Answered, {0}.', formatUsd(foot.costNanoUsd)) : l10n.t('Answered.');
  return [answered, ...(foot?.notices ?? [])].join(' ');
}

export interface EmptyActions {
  readonly choose: () => void;
  readonly setUp: (way: 'key' | 'server') => void;
}

/** What can be done where no model can be asked. */
function keylessState({ setUp }: EmptyActions): HTMLElement {
  return element(
    'div',
    { class: 'keyless' },
    element('p', {}, l10n.t('To have a model answer, give Lenscap a key or a server on this machine:')),
    element(
      'div',
      { class: 'ways' },
      button(l10n.t('Set API Key'), () => setUp('key')),
      button(l10n.t('Use a Local Server'), () => setUp('server'), { isSecondary: true }),
    ),
    element(
      'p',
      { class: 'small' },
      l10n.t(
        'It works without: pictures are read, and checked for secrets, on this machine, and nothing is sent.',
      ),
    ),
  );
}

function emptyState({ choose }: EmptyActions): HTMLElement {
  const pressed = (name: string): HTMLElement => element('kbd', {}, name);
  const key = /Mac/.test(navigator.platform) ? '⌘V' : l10n.t('Ctrl+V');
  return element(
    'div',
    { class: 'empty' },
    icon('device-camera', 'large'),
    element('h2', {}, l10n.t('Explain a Screenshot')),
    element('p', {}, ...sentenceWith(l10n.t('Paste it here with {0}.', '{0}'), pressed(key))),
    element(
      'p',
      {},
      ...sentenceWith(
        l10n.t('Or hold {0} and drop it, or {1}.', '{0}', '{1}'),
        pressed(l10n.t('Shift')),
        linkButton(l10n.t('choose a file'), choose),
      ),
    ),
    element(
      'p',
      {},
      ...sentenceWith(
        l10n.t('Or talk about it: hold {0}, or press it twice.', '{0}'),
        pressed(l10n.t('Ctrl+Alt+M')),
      ),
    ),
    element(
      'p',
      { class: 'small' },
      l10n.t('You see what would be sent, and what it costs, before you send it.'),
    ),
  );
}

function linkButton(label: string, click: () => void): HTMLElement {
  return element('button', { class: 'link-button', attributes: { type: 'button' }, on: { click } }, label);
}
