import * as l10n from '@vscode/l10n';
import { plural } from '../../../protocol/language.ts';
import type { Placeholder } from '../../../protocol/quote.ts';
import type { PrivacyMode } from '../../../protocol/settings.ts';
import type { AttachmentTile, QuoteLine, ToView, ViewMessage, Way, WayOn } from '../messages.ts';
import { AttachmentList, type Thumbnails, type TileActions } from './attachments.ts';
import { quietButton } from './button.ts';
import { type CodeActions, CodeAlongBar } from './code-along.ts';
import { element, icon, iconButton, patchChildren } from './dom.ts';
import { notASecret } from './facts.ts';
import { Recall } from './recall.ts';
import { type VoiceActions, VoiceBar } from './voice-bar.ts';
import { routeButtons, spokenWays, wayButtons } from './ways.ts';
import { aboutAtMost, redactionCount } from './wording.ts';

type RouteMessage = Extract<ViewMessage, { type: 'route' }>;
type VoiceMessage = Extract<ToView, { type: 'voice' }>;

export interface ComposerActions extends TileActions, CodeActions {
  readonly choose: () => void;
  /** Compares the two pictures on this machine. */
  readonly compare: (prompt: string) => void;
  readonly draft: (prompt: string) => void;
  readonly send: (prompt: string) => void;
  readonly stop: () => void;
  /** What has this hash is no secret. */
  readonly allow: (valueHash: string) => void;
  /** Has it answered another way; with null, as Lenscap chooses. */
  readonly route: (way: RouteMessage['way']) => void;
  /** Goes on although a budget has no room, or a price is not known. */
  readonly wayOn: (way: WayOn) => void;
  readonly voice: VoiceActions;
}

/** Where a question is put together: pictures, words, what it will cost, Send and Stop. */
export class Composer {
  readonly root: HTMLFormElement;
  /** The code the question is about. */
  readonly code: CodeAlongBar;
  readonly #actions: ComposerActions;
  readonly #list: AttachmentList;
  readonly #box: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #record: HTMLButtonElement;
  readonly #compare: HTMLElement;
  readonly #voice: VoiceBar;
  readonly #recall = new Recall();
  readonly #replaced = element('div', { class: 'replaced' });
  readonly #off = element(
    'p',
    { class: 'off' },
    icon('warning'),
    ` ${l10n.t('Secrets are not looked for: lenscap.privacy.mode is off.')}`,
  );
  readonly #quote = element('p', { class: 'quote', attributes: { id: 'quote' } });
  /** Other ways it could be answered. */
  readonly #routes = element('div', {
    class: 'routes',
    attributes: { role: 'group', 'aria-label': l10n.t('Other ways to answer') },
  });
  /** Why it will not be answered as it is, and what can be done about it. */
  readonly #misfit = element('div', { class: 'misfit' });
  #hasWays = false;
  #kept = '';
  #tiles: readonly AttachmentTile[] = [];
  #answering = false;

  constructor(thumbnails: Thumbnails, actions: ComposerActions) {
    this.#actions = actions;
    this.#list = new AttachmentList(thumbnails, actions);
    this.code = new CodeAlongBar(actions);
    // No `vscode-textarea`: the price, which describes it, is outside of the shadow root that its own box is in, and it
    // does not say where its cursor is, nor grow with what is typed.
    this.#box = element('textarea', {
      attributes: {
        rows: 1,
        'aria-label': l10n.t('Question about the screenshot'),
        'aria-describedby': 'quote',
        placeholder: l10n.t('Ask about a screenshot, or just send it'),
      },
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event) },
    });
    this.#send = iconButton('send', l10n.t('Send (Enter)'), () => this.send());
    this.#send.classList.add('primary');
    this.#stop = iconButton('debug-stop', l10n.t('Stop (Escape)'), actions.stop);
    this.#record = iconButton('mic', l10n.t('Record Voice Note (Ctrl+Alt+M)'), actions.voice.record);
    this.#compare = quietButton(
      'diff',
      l10n.t('What Changed?'),
      () => {
        actions.compare(this.#box.value);
        this.focus();
      },
      l10n.t('Compares the two pictures on this machine, for nothing; the first is the one before'),
    );
    this.#voice = new VoiceBar(actions.voice);
    this.root = element(
      'form',
      {
        class: 'composer',
        attributes: { 'aria-label': l10n.t('Question') },
        on: { submit: (event) => event.preventDefault() },
      },
      element(
        'div',
        { class: 'input' },
        this.#list.root,
        this.#compare,
        this.#box,
        this.#replaced,
        this.#voice.root,
        element(
          'div',
          { class: 'actions' },
          quietButton('file-media', l10n.t('Choose File'), actions.choose, l10n.t('Choose Pictures…')),
          this.#record,
          element('span', { class: 'spacer' }),
          this.#stop,
          this.#send,
        ),
      ),
      this.code.root,
      this.#off,
      this.#quote,
      this.#routes,
      this.#misfit,
    );
    this.#replaced.hidden = true;
    this.#off.hidden = true;
    this.#refresh();
    let width = 0;
    new ResizeObserver(() => {
      if (this.#box.offsetWidth === width) return;
      width = this.#box.offsetWidth;
      this.#grow();
    }).observe(this.#box);
  }

  /** The question without its secrets, as far as it was looked through: what may be kept on disk. */
  get keptPrompt(): string {
    // Where secrets are not looked for, nobody knows whether there are any.
    return this.#box.value === '' || !this.#off.hidden ? '' : this.#kept;
  }

  get prompt(): string {
    return this.#box.value;
  }

  set prompt(text: string) {
    this.#box.value = text;
    this.#grow();
    this.#refresh();
  }

  /** The questions the arrow keys call up. */
  showPrompts(prompts: readonly string[]): void {
    this.#recall.set(prompts);
  }

  get pictureKeys(): string[] {
    return this.#tiles.map(({ key }) => key);
  }

  /** Whether what is in the box was spoken. */
  get isSpoken(): boolean {
    return this.#voice.isSpoken;
  }

  /** Whether a voice note is on its way. */
  get hasVoiceUnderWay(): boolean {
    return this.#voice.isUnderWay;
  }

  focus(): void {
    this.#box.focus();
  }

  send(): void {
    if (!this.#send.disabled) this.#actions.send(this.#box.value);
  }

  /** @returns what a screen reader should say about it */
  showTiles(tiles: readonly AttachmentTile[]): string | undefined {
    const wasReady = new Set(this.#tiles.filter(({ state }) => state.kind === 'ready').map(({ key }) => key));
    const added = tiles.filter(({ key, state }) => state.kind === 'ready' && !wasReady.has(key));
    this.#tiles = tiles;
    this.#list.show(tiles);
    this.#refresh();
    return added.length > 0 ? added.map(attached).join(' ') : undefined;
  }

  /** Marks the picture whose preview is open. */
  showPreviewed(key: string | undefined): void {
    this.#list.showPreviewed(key);
  }

  /** Gives the focus to a picture's tile, or to the question if it is gone. */
  focusTile(key: string): void {
    if (!this.#list.focus(key)) this.focus();
  }

  tile(key: string): AttachmentTile | undefined {
    return this.#tiles.find((tile) => tile.key === key);
  }

  /** @returns what a screen reader should say about it */
  showVoice({ state, use, canSendSound }: VoiceMessage): string | undefined {
    const wasUnderWay = this.#voice.isUnderWay;
    const focused = document.activeElement;
    const sentence = this.#voice.show(state, use, canSendSound);
    const isUnderWay = this.#voice.isUnderWay;
    this.#refresh();
    // The microphone's button and its bar share the focus: it goes to what stops it, and back to the words.
    if (isUnderWay && focused === this.#record) this.#voice.focus();
    if (
      wasUnderWay &&
      !isUnderWay &&
      (document.activeElement === document.body || focused !== document.activeElement)
    ) {
      this.focus();
    }
    return sentence;
  }

  showPrivacy(mode: PrivacyMode): void {
    this.#off.hidden = mode !== 'off';
  }

  refreshTiles(): void {
    this.#list.refresh();
  }

  showAnswering(answering: boolean): void {
    // Send and Stop share a place: the focus goes over from one to the other.
    const focused = [this.#send, this.#stop].some((button) => button === document.activeElement);
    this.#answering = answering;
    this.#refresh();
    if (focused) (answering ? this.#stop : this.#box).focus();
  }

  /** @returns what a screen reader should say about it */
  showQuote(quote: QuoteLine): string | undefined {
    this.#quote.classList.toggle('refused', quote.kind === 'refused');
    this.#quote.replaceChildren(...quoteNodes(quote));
    if (quote.kind === 'quote') this.#kept = quote.maskedPrompt;
    this.#list.showQuote(quote);
    this.#showRoutes(quote);
    this.#showReplaced(quote.kind === 'quote' ? quote.placeholders : []);
    return this.#showMisfit(quote);
  }

  #showRoutes(quote: QuoteLine): void {
    const hadFocus = this.#routes.contains(document.activeElement);
    const nodes = quote.kind === 'quote' && !quote.isCached ? routeButtons(quote, this.#actions.route) : [];
    patchChildren(this.#routes, nodes);
    this.#routes.hidden = nodes.length === 0;
    if (hadFocus && !this.#routes.contains(document.activeElement)) this.focus();
  }

  #showMisfit(quote: QuoteLine): string | undefined {
    const { sentence, ways } = misfitOf(quote);
    const hadFocus = this.#misfit.contains(document.activeElement);
    // A refusal's own words are in the line above.
    const isMisfit = quote.kind === 'quote' && sentence !== '';
    const nodes: Node[] = isMisfit ? [element('p', {}, icon('warning'), ` ${sentence}`)] : [];
    if (ways.length > 0) nodes.push(wayButtons(ways, this.#actions.wayOn));
    patchChildren(this.#misfit, nodes);
    if (hadFocus && !this.#misfit.contains(document.activeElement)) this.focus();
    // Said when it comes to be so, not with every word that is typed; and not where the turn above says it.
    const hadWays = this.#hasWays;
    this.#hasWays = ways.length > 0;
    return this.#hasWays && !hadWays ? `${sentence}${spokenWays(ways)}` : undefined;
  }

  /** Says which secrets in the question will not be sent. */
  #showReplaced(placeholders: readonly Placeholder[]): void {
    const hadFocus = this.#replaced.contains(document.activeElement);
    patchChildren(
      this.#replaced,
      placeholders.length === 0
        ? []
        : [
            element('p', {}, icon('lock'), ` ${secretsReplaced(placeholders.length)}`),
            element(
              'ul',
              {},
              ...placeholders.map(({ placeholder, title, valueHash }) =>
                element(
                  'li',
                  {},
                  element('code', { attributes: { title } }, placeholder),
                  notASecret(title, valueHash, this.#actions.allow),
                ),
              ),
            ),
          ],
    );
    this.#replaced.hidden = placeholders.length === 0;
    if (hadFocus && !this.#replaced.contains(document.activeElement)) this.focus();
  }

  #typed(): void {
    this.#recall.typed();
    this.#grow();
    this.#refresh();
    this.#actions.draft(this.#box.value);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.#callUp(event);
    // While an input method is composing, Enter is its own.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  /** At the first and the last line the arrows call up earlier questions; elsewhere they move the cursor. */
  #callUp(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    const { value, selectionStart, selectionEnd } = this.#box;
    if (selectionStart !== selectionEnd) return;
    const isBack = event.key === 'ArrowUp';
    const beyond = isBack ? value.slice(0, selectionStart) : value.slice(selectionEnd);
    if (beyond.includes('\n')) return;
    // A long line of one's own is broken into several, in which the arrows move.
    const isLong = this.#box.scrollHeight > 1.9 * lineHeight(this.#box);
    if (beyond !== '' && isLong && !this.#recall.isBrowsing) return;
    const text = this.#recall.go(isBack ? -1 : 1, value);
    if (text === undefined) return;
    event.preventDefault();
    this.prompt = text;
    const end = isBack ? 0 : text.length;
    this.#box.setSelectionRange(end, end);
    this.#actions.draft(text);
  }

  #grow(): void {
    this.#box.style.height = 'auto';
    // An empty box is as high as what it says to do there.
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }

  #refresh(): void {
    this.#stop.hidden = !this.#answering;
    this.#send.hidden = this.#answering;
    this.#record.hidden = this.#voice.isUnderWay;
    const areReady = this.#tiles.every(({ state }) => state.kind === 'ready');
    const isBusy = this.#answering || this.#voice.isUnderWay || this.#voice.hasSound;
    this.#compare.hidden = this.#tiles.length !== 2 || !areReady || isBusy;
    const isEmpty = this.#tiles.length === 0 && this.#box.value.trim() === '' && !this.#voice.hasSound;
    // What is still on its way belongs to the question.
    this.#send.disabled = isEmpty || this.#voice.isUnderWay;
  }
}

function lineHeight(box: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(box).lineHeight) || 20;
}

function misfitOf(quote: QuoteLine): { sentence: string; ways: readonly Way[] } {
  if (quote.kind === 'quote' && quote.misfit) return quote.misfit;
  if (quote.kind !== 'refused') return { sentence: '', ways: [] };
  const { message, hint, ways } = quote.trouble;
  return { sentence: `${message} ${hint}`, ways };
}

function quoteNodes(quote: QuoteLine): Node[] {
  switch (quote.kind) {
    case 'none':
      return [];
    case 'refused':
      return [icon('warning'), new Text(` ${quote.trouble.message} ${quote.trouble.hint}`)];
    case 'quote': {
      const { model, reason } = quote;
      if (quote.route === 'local') {
        return [new Text(l10n.t('Free · answered on this machine, because {0}', reason))];
      }
      if (quote.isCached) {
        const before = l10n.t('answered before, by {0}', model);
        return [element('strong', {}, l10n.t('free')), new Text(` · ${before}`)];
      }
      const about = aboutAtMost(quote);
      const why = l10n.t('{0}, because {1}', model, reason);
      return [element('strong', {}, about), new Text(` · ${why}${earlierOf(quote.earlier)}`)];
    }
  }
}

function secretsReplaced(count: number): string {
  return plural(count, {
    one: l10n.t('1 secret in your question is replaced:'),
    other: l10n.t('{0} secrets in your question are replaced:', count),
  });
}

/** What of the conversation goes along, and is in the price. */
function earlierOf({ turns, leftOut }: { turns: number; leftOut: number }): string {
  if (turns === 0) return '';
  const along = plural(turns, {
    one: l10n.t('with 1 earlier question'),
    other: l10n.t('with {0} earlier questions', turns),
  });
  if (leftOut === 0) return ` · ${along}`;
  const without = plural(leftOut, {
    one: l10n.t('not the 1 older one'),
    other: l10n.t('not the {0} older ones', leftOut),
  });
  return ` · ${along}, ${without}`;
}

/** What a screen reader says about a picture that has come. */
function attached({ name, state }: AttachmentTile): string {
  if (state.kind !== 'ready') return '';
  const found = redactionCount(state) ?? l10n.t('not searched for secrets');
  return state.safe
    ? l10n.t('{0} attached, {1}.', name, found)
    : [l10n.t('{0} attached.', name), ...state.doubts].join(' ');
}
