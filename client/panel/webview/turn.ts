import * as l10n from '@vscode/l10n';
import { formatCount, plural } from '../../../protocol/language.ts';
import { formatUsd } from '../../../protocol/money.ts';
import type { Turn, WayOn } from '../messages.ts';
import { type AnswerActions, AnswerView } from './answer.ts';
import type { Thumbnails } from './attachments.ts';
import { type CodeActions, placeLinks } from './code-along.ts';
import { element, icon, iconButton, patchChildren } from './dom.ts';
import { wayButtons } from './ways.ts';
import { costOf, formatDecimal, savings } from './wording.ts';

export interface TurnActions extends AnswerActions, Pick<CodeActions, 'openCode'> {
  readonly copy: (id: string) => void;
  readonly insert: (id: string) => void;
  readonly open: (id: string) => void;
  readonly again: (id: string) => void;
  /** Puts the question back into the box, to be asked otherwise. */
  readonly edit: (id: string) => void;
  readonly continueAnswer: (id: string) => void;
  /** Shows the requests that were made for it. */
  readonly whatWasSent: (id: string) => void;
  readonly wayOn: (way: WayOn, id: string) => void;
}

/** Ends of answers that have a rest. */
const BROKEN_OFF = new Set(['interrupted', 'length']);

/** One question with its answer. */
export class TurnView {
  readonly root: HTMLElement;
  readonly #actions: TurnActions;
  readonly #thumbnails: Thumbnails;
  readonly #drawn: () => void;
  readonly #question = element('div', { class: 'question' });
  readonly #answer: AnswerView;
  readonly #end = element('div', { class: 'end' });
  #turn: Turn;

  /** @param drawn called whenever the turn may have become taller */
  constructor(turn: Turn, thumbnails: Thumbnails, actions: TurnActions, drawn: () => void) {
    this.#turn = turn;
    this.#thumbnails = thumbnails;
    this.#actions = actions;
    this.#drawn = drawn;
    this.#answer = new AnswerView(actions, drawn);
    this.root = element('article', { class: 'turn' }, this.#question, this.#answer.root, this.#end);
    this.update(turn);
  }

  get turn(): Turn {
    return this.#turn;
  }

  update(turn: Turn): void {
    this.#turn = turn;
    this.root.setAttribute('aria-label', l10n.t('Question: {0}', turn.prompt || l10n.t('Explain this')));
    this.root.classList.toggle('first', turn.startsConversation);
    this.root.setAttribute('aria-busy', String(turn.status === 'answering'));
    this.#drawQuestion();
    this.#draw();
  }

  append(text: string): void {
    const isFirst = this.#turn.text === '';
    this.#turn = { ...this.#turn, text: this.#turn.text + text };
    this.#answer.append(text);
    if (isFirst) patchChildren(this.#end, this.#endNodes());
  }

  /** A thumbnail has come. */
  refreshPictures(): void {
    this.#drawQuestion();
  }

  #drawQuestion(): void {
    const { prompt, pictures, spoken, frames = [] } = this.#turn;
    this.#question.replaceChildren(
      ...pictures.map(({ key, name }) =>
        element(
          'span',
          { class: 'thumbnail', attributes: { title: name } },
          this.#thumbnails.show(key, name),
        ),
      ),
      element(
        'p',
        { class: prompt ? '' : 'default' },
        spoken && icon(spoken.isSound ? 'unmute' : 'mic'),
        prompt || (spoken?.isSound ? l10n.t('Answer what was said') : l10n.t('Explain this')),
      ),
      ...(frames.length > 0
        ? [element('div', { class: 'code-links' }, ...placeLinks(frames, this.#actions.openCode))]
        : []),
    );
  }

  #draw(): void {
    const { text, status, places } = this.#turn;
    this.#answer.show(text, status !== 'answering', places);
    patchChildren(this.#end, this.#endNodes());
    this.#drawn();
  }

  #endNodes(): Node[] {
    const { status, text, trouble, foot, choice, step } = this.#turn;
    if (status === 'answering') {
      const doing =
        choice && choice.route !== 'local' ? l10n.t('Asking {0}…', choice.model) : l10n.t('Working…');
      const sentence = text ? l10n.t('Answering…') : (step ?? doing);
      // Where words come, it is to be seen that something does: turning, too, would cost the editor frames.
      const turning = !text && icon('loading', 'codicon-modifier-spin');
      return [element('p', { class: 'progress' }, turning, ` ${sentence}`)];
    }
    const nodes: Node[] = [];
    if (trouble?.code === 'cancelled') nodes.push(element('p', { class: 'remark' }, l10n.t('Stopped.')));
    else if (trouble) {
      nodes.push(
        element(
          'p',
          { class: status === 'waiting' ? 'trouble remark' : 'trouble' },
          icon(status === 'waiting' ? 'clock' : trouble.code === 'daemon-died' ? 'warning' : 'error'),
          element('span', {}, `${trouble.message} ${trouble.hint}`),
        ),
      );
      if (trouble.ways.length > 0) {
        nodes.push(wayButtons(trouble.ways, (way) => this.#actions.wayOn(way, this.#turn.id)));
      }
    } else if (status === 'failed') {
      const sentence = l10n.t('The window was reloaded before the answer was there.');
      nodes.push(element('p', { class: 'remark' }, sentence));
    }
    for (const notice of foot?.notices ?? []) nodes.push(element('p', { class: 'remark' }, notice));
    if (foot?.finishReason === 'cancelled')
      nodes.push(element('p', { class: 'remark' }, l10n.t('Stopped. What came is kept.')));
    if (foot && foot.ways.length > 0)
      nodes.push(wayButtons(foot.ways, (way) => this.#actions.wayOn(way, this.#turn.id)));
    if (status === 'waiting') return nodes;
    nodes.push(this.#toolbar());
    if (foot) nodes.push(this.#foot());
    return nodes;
  }

  #toolbar(): HTMLElement {
    const { id, text, pictures, canAskAgain, foot, requests } = this.#turn;
    const { copy, insert, open, again, edit, continueAnswer, whatWasSent } = this.#actions;
    const bar = element('div', {
      class: 'toolbar',
      attributes: { role: 'group', 'aria-label': l10n.t('Answer') },
    });
    if (text) {
      bar.append(
        iconButton('copy', l10n.t('Copy'), () => copy(id)),
        iconButton('insert', l10n.t('Insert at Cursor'), () => insert(id)),
        iconButton('go-to-file', l10n.t('Open as Document'), () => open(id)),
      );
    }
    if (canAskAgain && BROKEN_OFF.has(foot?.finishReason ?? ''))
      bar.append(iconButton('debug-continue', l10n.t('Continue'), () => continueAnswer(id)));
    if (canAskAgain) {
      const label = pictures.length > 0 ? l10n.t('Ask Again with the Picture') : l10n.t('Ask Again');
      bar.append(
        iconButton('refresh', label, () => again(id)),
        iconButton('edit', l10n.t('Edit the Question'), () => edit(id)),
      );
    }
    if (requests.length > 0) bar.append(iconButton('eye', l10n.t('What Was Sent'), () => whatWasSent(id)));
    return bar;
  }

  #foot(): HTMLElement {
    const { foot, choice, spoken } = this.#turn;
    if (!foot) return element('p');
    const { usage, costNanoUsd, certainty, saved, totalMs, requestId, covered } = foot;
    const estimated = l10n.t('about {0}, estimated', formatUsd(costNanoUsd));
    const cost =
      certainty === 'estimated' && costNanoUsd > 0 ? estimated : costOf({ costNanoUsd, certainty });
    const parts = [
      part(
        choice?.route === 'local' ? l10n.t('answered on this machine') : (choice?.model ?? ''),
        choice && l10n.t('Route {0}, because {1}', choice.route, choice.reason),
      ),
    ];
    if (usage.input + usage.output > 0) {
      parts.push(part(l10n.t('{0} tokens', formatCount(usage.input + usage.output)), tokensOf(usage)));
    }
    parts.push(part(cost));
    const notSpent = savings(saved);
    if (notSpent) parts.push(part(notSpent.sum, notSpent.by));
    parts.push(part(`${formatDecimal(totalMs / 1000)} s`));
    if (covered > 0) {
      const places = plural(covered, {
        one: l10n.t('1 place covered'),
        other: l10n.t('{0} places covered', covered),
      });
      parts.push(part(places, l10n.t('Painted over in what was sent')));
    }
    if (spoken?.transcription) {
      const title = l10n.t('Transcribed by {0}, beside the price of the answer', spoken.transcription.model);
      parts.push(part(l10n.t('spoken, {0}', costOf(spoken.transcription)), title));
    }
    if (requestId) {
      parts.push(
        element(
          'button',
          {
            class: 'request-id',
            attributes: { type: 'button', title: l10n.t('Copy the request id {0}', requestId) },
            on: { click: () => this.#actions.copyText(requestId) },
          },
          requestId,
        ),
      );
    }
    const [first = '', ...others] = parts;
    return element('p', { class: 'foot' }, first, ...others.flatMap((each) => [' · ', each]));
  }
}

/** What of the tokens was asked, and what answered. */
function tokensOf({ input, output, image }: NonNullable<Turn['foot']>['usage']): string {
  return image > 0
    ? l10n.t(
        '{0} in, {1} of them for pictures; {2} out',
        formatCount(input),
        formatCount(image),
        formatCount(output),
      )
    : l10n.t('{0} in; {1} out', formatCount(input), formatCount(output));
}

function part(text: string, title?: string): HTMLElement {
  return element('span', { attributes: { title } }, text);
}
