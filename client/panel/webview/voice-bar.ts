import { formatUsd } from '../../../protocol/money.ts';
import { type VoiceState, VoiceUse, type WayOn } from '../messages.ts';
import { button } from './button.ts';
import { element, icon, iconButton, patchChildren } from './dom.ts';
import { meterShare, spokenLevel } from './loudness.ts';
import { spokenWays, wayButtons } from './ways.ts';
import { formatBytes, formatTime } from './wording.ts';

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

const uses: Readonly<Record<VoiceUse, string>> = {
  answer: 'Answer It',
  note: 'Make a Note of It',
  text: 'Only Write It Down',
  sound: 'Send the Sound Itself',
};

/** A voice note on its way into the question: the open microphone, the transcription, what came of it. */
export class VoiceBar {
  readonly root = element('div', {
    class: 'voice',
    attributes: { role: 'group', 'aria-label': 'Voice note' },
  });
  readonly #actions: VoiceActions;
  readonly #line = element('div', { class: 'voice-line' });
  readonly #about = element('div', { class: 'voice-about' });
  readonly #use: HTMLSelectElement;
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
        attributes: { role: 'meter', 'aria-label': 'Level', 'aria-valuemin': 0, 'aria-valuemax': 100 },
      },
      this.#level,
    );
    this.#use = element(
      'select',
      {
        on: {
          change: () => {
            const chosen = VoiceUse.safeParse(this.#use.value);
            if (chosen.success) actions.use(chosen.data);
          },
        },
      },
      ...Object.entries(uses).map(([use, label]) => element('option', { attributes: { value: use } }, label)),
    );
    this.#options = element(
      'div',
      { class: 'voice-use' },
      element('label', {}, 'Then ', this.#use),
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
    for (const option of this.#use.options) option.disabled = option.value === 'sound' && !canSendSound;
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
    this.#time.title = `Ends by itself at ${formatTime(maxSeconds)} (lenscap.voice.maxSeconds)`;
    const isPriced = costNanoUsd !== null && seconds > 0;
    this.#cost.textContent = isPriced ? `${formatUsd(costNanoUsd)} so far` : '';
  }

  #lineNodes(state: VoiceState): Node[] {
    const { pause, resume, stop, cancel, discard } = this.#actions;
    const working = (sentence: string): Node[] => [
      icon('loading', 'codicon-modifier-spin'),
      element('span', { class: 'voice-words' }, sentence),
      iconButton('close', 'Cancel (Escape)', cancel),
    ];
    switch (state.kind) {
      case 'off':
        return [];
      case 'recording': {
        if (state.state === 'opening') return working('Opening the microphone…');
        const isPaused = state.state === 'paused';
        const stopButton = iconButton('stop-circle', 'Stop Recording', stop);
        stopButton.classList.add('primary');
        const pauseButton = isPaused
          ? iconButton('debug-start', 'Resume Recording', resume)
          : iconButton('debug-pause', 'Pause Recording', pause);
        pauseButton.classList.add('pause');
        return [
          icon(isPaused ? 'debug-pause' : 'mic-filled', isPaused ? '' : 'open'),
          this.#meter,
          this.#time,
          pauseButton,
          iconButton('close', 'Cancel Recording (Escape)', cancel),
          stopButton,
        ];
      }
      case 'preparing':
        return working(`Leaving out silence and everything but the sound of “${state.name}”…`);
      case 'transcribing':
        return working(state.step ?? `Transcribing ${formatTime(state.seconds)}${price(state)}…`);
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
          iconButton('close', `Remove ${state.name}`, discard),
        ];
      case 'failed':
        return [
          icon('warning'),
          element('span', { class: 'voice-words' }, `${state.trouble.message} ${state.trouble.hint}`),
          iconButton('close', 'Close', discard),
        ];
    }
  }

  #aboutNodes(state: VoiceState): Node[] {
    if (state.kind === 'transcribing')
      return state.text ? [element('p', { class: 'heard' }, state.text)] : [];
    if (state.kind === 'transcribed') {
      const review = state.isToReview ? ['Look over what was said, then send it.'] : [];
      return [...review, ...state.notices].map((sentence) => element('p', {}, sentence));
    }
    if (state.kind === 'sound') return this.#consent(state);
    if (state.kind === 'failed') return this.#waysFrom(state);
    return [];
  }

  #consent({ name, agreed }: Extract<VoiceState, { kind: 'sound' }>): Node[] {
    return [
      element('p', {}, icon('warning'), ' Secrets that are said in it cannot be covered.'),
      element(
        'label',
        {},
        element('input', {
          attributes: { type: 'checkbox', checked: agreed, 'aria-label': `Send ${name} anyway` },
          on: {
            change: (event) => {
              if (event.target instanceof HTMLInputElement) this.#actions.agree(event.target.checked);
            },
          },
        }),
        ' Send anyway',
      ),
    ];
  }

  #waysFrom({ trouble, canTryAgain }: Extract<VoiceState, { kind: 'failed' }>): Node[] {
    const { wayOn, again, record, chooseFile } = this.#actions;
    const others = element('div', { class: 'ways' });
    if (canTryAgain) others.append(button('Transcribe Again', again, { isSecondary: true }));
    else if (trouble.code !== 'no-microphone')
      others.append(button('Record a Note', record, { isSecondary: true }));
    others.append(button('Choose an Audio File…', chooseFile, { isSecondary: true }));
    return trouble.ways.length > 0 ? [wayButtons(trouble.ways, wayOn), others] : [others];
  }
}

/** What it will cost, before it is known. */
function price({ expectedNanoUsd }: Extract<VoiceState, { kind: 'transcribing' }>): string {
  return expectedNanoUsd ? `, about ${formatUsd(expectedNanoUsd)}` : '';
}

function transcribed({ seconds, transcription }: Extract<VoiceState, { kind: 'transcribed' }>): string {
  const time = seconds === null ? '' : `, ${formatTime(seconds)}`;
  if (!transcription) return `Spoken${time}`;
  const { costNanoUsd, certainty, model } = transcription;
  const cost =
    certainty === 'free' ? 'free' : `${certainty === 'estimated' ? 'about ' : ''}${formatUsd(costNanoUsd)}`;
  return `Spoken${time} · transcribed by ${model} · ${cost}`;
}

function soundTooltip({ removed }: Extract<VoiceState, { kind: 'sound' }>): string {
  const lines = removed.map((detail) => `• ${detail}`);
  return [
    'WAV, 16 kHz, one channel, as it will be sent.',
    ...(lines.length > 0 ? ['Removed:', ...lines] : []),
  ].join('\n');
}

/** What a screen reader says where the note comes to a new state. */
function spoken(state: VoiceState): string | undefined {
  switch (state.kind) {
    case 'off':
      return undefined;
    case 'recording':
      return { opening: 'Opening the microphone.', recording: 'Recording.', paused: 'Recording paused.' }[
        state.state
      ];
    case 'preparing':
      return 'Recording ended.';
    case 'transcribing':
      return state.step ?? 'Transcribing.';
    case 'transcribed':
      return state.isToReview ? 'Transcribed. Look over what was said, then send it.' : 'Transcribed.';
    case 'sound':
      return `${state.name} attached. Secrets that are said in it cannot be covered.`;
    case 'failed':
      return `${state.trouble.message} ${state.trouble.hint}${spokenWays(state.trouble.ways)}`;
  }
}
