import { formatUsd } from '../../../protocol/money.ts';
import type { Turn, WayOn } from '../messages.ts';
import { type AnswerActions, AnswerView } from './answer.ts';
import type { Thumbnails } from './attachments.ts';
import { type CodeActions, placeLinks } from './code-along.ts';
import { element, icon, iconButton, patchChildren } from './dom.ts';
import { wayButtons } from './ways.ts';

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
    this.root.setAttribute('aria-label', `Question: ${turn.prompt || 'Explain this'}`);
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
        prompt || (spoken?.isSound ? 'Answer what was said' : 'Explain this'),
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
      const doing = text
        ? 'Answering'
        : choice && choice.route !== 'local'
          ? `Asking ${choice.model}`
          : 'Working';
      const sentence = step !== undefined && !text ? step : `${doing}…`;
      return [element('p', { class: 'progress' }, icon('loading', 'codicon-modifier-spin'), ` ${sentence}`)];
    }
    const nodes: Node[] = [];
    if (trouble?.code === 'cancelled') nodes.push(element('p', { class: 'remark' }, 'Stopped.'));
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
      nodes.push(element('p', { class: 'remark' }, 'The window was reloaded before the answer was there.'));
    }
    for (const notice of foot?.notices ?? []) nodes.push(element('p', { class: 'remark' }, notice));
    if (foot?.finishReason === 'cancelled')
      nodes.push(element('p', { class: 'remark' }, 'Stopped. What came is kept.'));
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
    const bar = element('div', { class: 'toolbar', attributes: { role: 'group', 'aria-label': 'Answer' } });
    if (text) {
      bar.append(
        iconButton('copy', 'Copy', () => copy(id)),
        iconButton('insert', 'Insert at Cursor', () => insert(id)),
        iconButton('go-to-file', 'Open as Document', () => open(id)),
      );
    }
    if (canAskAgain && BROKEN_OFF.has(foot?.finishReason ?? ''))
      bar.append(iconButton('debug-continue', 'Continue', () => continueAnswer(id)));
    if (canAskAgain) {
      const label = pictures.length > 0 ? 'Ask Again with the Picture' : 'Ask Again';
      bar.append(
        iconButton('refresh', label, () => again(id)),
        iconButton('edit', 'Edit the Question', () => edit(id)),
      );
    }
    if (requests.length > 0) bar.append(iconButton('eye', 'What Was Sent', () => whatWasSent(id)));
    return bar;
  }

  #foot(): HTMLElement {
    const { foot, choice, spoken } = this.#turn;
    if (!foot) return element('p');
    const { usage, costNanoUsd, certainty, totalMs, requestId, covered } = foot;
    const cost = {
      free: 'free',
      exact: formatUsd(costNanoUsd),
      estimated: `about ${formatUsd(costNanoUsd)}, estimated`,
    }[certainty];
    const parts = [
      part(
        choice?.route === 'local' ? 'answered on this machine' : (choice?.model ?? ''),
        choice && `Route ${choice.route}, because ${choice.reason}`,
      ),
    ];
    if (usage.input + usage.output > 0) {
      const image = usage.image > 0 ? `, ${usage.image.toLocaleString()} of them for pictures` : '';
      parts.push(
        part(
          `${(usage.input + usage.output).toLocaleString()} tokens`,
          `${usage.input.toLocaleString()} in${image}; ${usage.output.toLocaleString()} out`,
        ),
      );
    }
    parts.push(part(cost), part(`${(totalMs / 1000).toFixed(1)} s`));
    if (covered > 0) {
      const places = `${covered} ${covered === 1 ? 'place' : 'places'}`;
      parts.push(part(`${places} covered`, 'Painted over in what was sent'));
    }
    if (spoken?.transcription) {
      const { costNanoUsd: cost, certainty, model } = spoken.transcription;
      const paid =
        certainty === 'free' ? 'free' : `${certainty === 'estimated' ? 'about ' : ''}${formatUsd(cost)}`;
      parts.push(part(`spoken, ${paid}`, `Transcribed by ${model}, beside the price of the answer`));
    }
    if (requestId) {
      parts.push(
        element(
          'button',
          {
            class: 'request-id',
            attributes: { type: 'button', title: `Copy the request id ${requestId}` },
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

function part(text: string, title?: string): HTMLElement {
  return element('span', { attributes: { title } }, text);
}
