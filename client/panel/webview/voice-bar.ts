import * as l10n from '@vscode/l10n';
import { formatUsd } from '../../../protocol/money.ts';
import type { VoiceState, VoiceUse, WayOn } from '../messages.ts';
import { button } from './button.ts';
import { checkbox } from './checkbox.ts';
import { element, icon, iconButton, patchChildren, sentenceWith } from './dom.ts';
import { meterShare, spokenLevel } from './loudness.ts';
import { type Select, select } from './select.ts';
import { spokenWays, wayButtons } from './ways.ts';
import { costOf, formatBytes, formatTime } from './wording.ts';

export interface VoiceActions {
  readonly record: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  /** Ends whatever is under way, without a trace. */
  readonly cancel: () => void;
  readonly discard: () => void;
  readonly again: () => void;
  readonly chooseFile: () => void;
  readonly use: (use: VoiceUse) => void;
  readonly agree: (yes: boolean) => void;
  readonly wayOn: (way: WayOn) => void;
}

function uses(): readonly (readonly [VoiceUse, string])[] {
  return [
    ['answer', l10n.t('Answer It')],
    ['note', l10n.t('Make a Note of It')],
    ['text', l10n.t('Only Write It Down')],
    ['sound', l10n.t('Send the Sound Itself')],
  ];
}

/** A voice note on its way into the question: the open microphone, the transcription, what came of it. */
export class VoiceBar {
  readonly root = element('div', {
    class: 'voice',
    attributes: { role: 'group', 'aria-label': l10n.t('Voice note') },
  });
  readonly #actions: VoiceActions;
  readonly #line = element('div', { class: 'voice-line' });
  readonly #about = element('div', { class: 'voice-about' });
  readonly #use: Select;
  readonly #options: HTMLElement;
  readonly #level = element('span');
  readonly #meter: HTMLElement;
  readonly #time = element('span', { class: 'voice-time' });
  readonly #cost = element('span', { class: 'voice-cost' });
  #state: VoiceState = { kind: 'off' };
  #drawn = '';

  constructor(actions: VoiceActions) {
    this.#actions = actions;
    this.#meter = element(
      'span',
      {
        class: 'level',
        attributes: {
          role: 'meter',
          'aria-label': l10n.t('Level'),
          'aria-valuemin': 0,
          'aria-valuemax': 100,
        },
      },
      this.#level,
    );
    this.#use = select(l10n.t('Then {0}', '…'), uses(), (use) => {
      const chosen = uses().find(([each]) => each === use);
      if (chosen) actions.use(chosen[0]);
    });
    this.#options = element(
      'div',
      { class: 'voice-use' },
      element('span', { class: 'then' }, ...sentenceWith(l10n.t('Then {0}', '{0}'), this.#use)),
      this.#cost,
    );
    this.root.append(this.#line, this.#about, this.#options);
    this.root.hidden = true;
  }

  /** Whether a note is on its way, so that no other can begin. */
  get isUnderWay(): boolean {
    return ['recording', 'preparing', 'transcribing'].includes(this.#state.kind);
  }

  /** Whether what is in the question box was spoken. */
  get isSpoken(): boolean {
    return this.#state.kind === 'transcribed';
  }

  /** Whether there is a sound that goes as it is. */
  get hasSound(): boolean {
    return this.#state.kind === 'sound';
  }

  /** @returns what a screen reader should say about it */
  show(state: VoiceState, use: VoiceUse, canSendSound: boolean): string | undefined {
    const before = this.#state;
    this.#state = state;
    this.root.hidden = state.kind === 'off';
    this.#use.value = use;
    for (const option of this.#use.querySelectorAll('vscode-option'))
      option.disabled = option.value === 'sound' && !canSendSound;
    if (state.kind !== 'recording') this.#cost.textContent = '';
    this.#options.hidden = state.kind === 'failed' && !state.canTryAgain;
    this.#draw(state);
    const sentence = spoken(state);
    return sentence === spoken(before) ? undefined : sentence;
  }

  /** Gives the focus to what is likeliest wanted next. @returns whether there is something */
  focus(): boolean {
    const next =
      this.#line.querySelector<HTMLElement>('.primary') ?? this.root.querySelector<HTMLElement>('button');
    next?.focus();
    return next !== null;
  }

  #draw(state: VoiceState): void {
    if (state.kind === 'recording') this.#drawLevel(state);
    // While it is recorded, only what moves is drawn anew: a click on a button is not lost.
    const from = JSON.stringify(state.kind === 'recording' ? [state.kind, state.state] : state);
    if (from === this.#drawn) return;
    this.#drawn = from;
    const wasPausing = document.activeElement?.classList.contains('pause');
    const hadFocus = this.root.contains(document.activeElement) && document.activeElement !== this.#use;
    patchChildren(this.#line, this.#lineNodes(state));
    patchChildren(this.#about, this.#aboutNodes(state));
    if (!hadFocus || this.root.contains(document.activeElement)) return;
    const pause = wasPausing && this.#line.querySelector<HTMLElement>('.pause');
    if (pause) pause.focus();
    else this.focus();
  }

  #drawLevel({ seconds, maxSeconds, level, costNanoUsd }: Extract<VoiceState, { kind: 'recording' }>): void {
    const share = meterShare(level);
    this.#level.style.width = `${Math.round(share * 100)}%`;
    this.#meter.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    this.#meter.setAttribute('aria-valuetext', spokenLevel(level));
    this.#time.textContent = `${formatTime(seconds)} / ${formatTime(maxSeconds)}`;
    this.#time.title = l10n.t('Ends by itself at {0} (lenscap.voice.maxSeconds)', formatTime(maxSeconds));
    const isPriced = costNanoUsd !== null && seconds > 0;
    this.#cost.textContent = isPriced ? l10n.t('{0} so far', formatUsd(costNanoUsd)) : '';
  }

  #lineNodes(state: VoiceState): Node[] {
    const { pause, resume, stop, cancel, discard } = this.#actions;
    const working = (sentence: string): Node[] => [
      icon('loading', 'codicon-modifier-spin'),
      element('span', { class: 'voice-words' }, sentence),
      iconButton('close', l10n.t('Cancel (Escape)'), cancel),
    ];
    switch (state.kind) {
      case 'off':
        return [];
      case 'recording': {
        if (state.state === 'opening') return working(l10n.t('Opening the microphone…'));
        const isPaused = state.state === 'paused';
        const stopButton = iconButton('stop-circle', l10n.t('Stop Recording'), stop);
        stopButton.classList.add('primary');
        const pauseButton = isPaused
          ? iconButton('debug-start', l10n.t('Resume Recording'), resume)
          : iconButton('debug-pause', l10n.t('Pause Recording'), pause);
        pauseButton.classList.add('pause');
        return [
          icon(isPaused ? 'debug-pause' : 'mic-filled', isPaused ? '' : 'open'),
          this.#meter,
          this.#time,
          pauseButton,
          iconButton('close', l10n.t('Cancel Recording (Escape)'), cancel),
          stopButton,
        ];
      }
      case 'preparing':
        return working(l10n.t('Leaving out silence and everything but the sound of “{0}”…', state.name));
      case 'transcribing':
        return working(state.step ?? transcribing(state));
      case 'transcribed':
        return [icon('mic'), element('span', { class: 'voice-words' }, transcribed(state))];
      case 'sound':
        return [
          icon('unmute'),
          element(
            'span',
            { class: 'voice-words', attributes: { title: soundTooltip(state) } },
            `${state.name} · ${formatTime(state.seconds)} · ${formatBytes(state.bytes)}`,
          ),
          iconButton('close', l10n.t('Remove {0}', state.name), discard),
        ];
      case 'failed':
        return [
          icon('warning'),
          element('span', { class: 'voice-words' }, `${state.trouble.message} ${state.trouble.hint}`),
          iconButton('close', l10n.t('Close'), discard),
        ];
    }
  }

  #aboutNodes(state: VoiceState): Node[] {
    if (state.kind === 'transcribing')
      return state.text ? [element('p', { class: 'heard' }, state.text)] : [];
    if (state.kind === 'transcribed') {
      const review = state.isToReview ? [l10n.t('Look over what was said, then send it.')] : [];
      return [...review, ...state.notices].map((sentence) => element('p', {}, sentence));
    }
    if (state.kind === 'sound') return this.#consent(state);
    if (state.kind === 'failed') return this.#waysFrom(state);
    return [];
  }

  #consent({ name, agreed }: Extract<VoiceState, { kind: 'sound' }>): Node[] {
    return [
      element('p', {}, icon('warning'), ` ${l10n.t('Secrets that are said in it cannot be covered.')}`),
      element(
        'div',
        { attributes: { role: 'group', 'aria-label': name } },
        checkbox(l10n.t('Send anyway'), (yes) => this.#actions.agree(yes), { isChecked: agreed }),
      ),
    ];
  }

  #waysFrom({ trouble, canTryAgain }: Extract<VoiceState, { kind: 'failed' }>): Node[] {
    const { wayOn, again, record, chooseFile } = this.#actions;
    const others = element('div', { class: 'ways' });
    if (canTryAgain) others.append(button(l10n.t('Transcribe Again'), again, { isSecondary: true }));
    else if (trouble.code !== 'no-microphone')
      others.append(button(l10n.t('Record a Note'), record, { isSecondary: true }));
    others.append(button(l10n.t('Choose an Audio File…'), chooseFile, { isSecondary: true }));
    return trouble.ways.length > 0 ? [wayButtons(trouble.ways, wayOn), others] : [others];
  }
}

/** What is being done, and what it will cost before that is known. */
function transcribing({ seconds, expectedNanoUsd }: Extract<VoiceState, { kind: 'transcribing' }>): string {
  const time = formatTime(seconds);
  return expectedNanoUsd
    ? l10n.t('Transcribing {0}, about {1}…', time, formatUsd(expectedNanoUsd))
    : l10n.t('Transcribing {0}…', time);
}

function transcribed({ seconds, transcription }: Extract<VoiceState, { kind: 'transcribed' }>): string {
  const heard = seconds === null ? l10n.t('Spoken') : l10n.t('Spoken, {0}', formatTime(seconds));
  if (!transcription) return heard;
  return [heard, l10n.t('transcribed by {0}', transcription.model), costOf(transcription)].join(' · ');
}

function soundTooltip({ removed }: Extract<VoiceState, { kind: 'sound' }>): string {
  const lines = removed.map((detail) => `• ${detail}`);
  return [
    l10n.t('WAV, 16 kHz, one channel, as it will be sent.'),
    ...(lines.length > 0 ? [l10n.t('Removed:'), ...lines] : []),
  ].join('\n');
}

/** What a screen reader says where the note comes to a new state. */
function spoken(state: VoiceState): string | undefined {
  switch (state.kind) {
    case 'off':
      return undefined;
    case 'recording':
      return {
        opening: l10n.t('Opening the microphone.'),
        recording: l10n.t('Recording.'),
        paused: l10n.t('Recording paused.'),
      }[state.state];
    case 'preparing':
      return l10n.t('Recording ended.');
    case 'transcribing':
      return state.step ?? l10n.t('Transcribing.');
    case 'transcribed':
      return state.isToReview
        ? l10n.t('Transcribed. Look over what was said, then send it.')
        : l10n.t('Transcribed.');
    case 'sound':
      return l10n.t('{0} attached. Secrets that are said in it cannot be covered.', state.name);
    case 'failed':
      return `${state.trouble.message} ${state.trouble.hint}${spokenWays(state.trouble.ways)}`;
  }
}
