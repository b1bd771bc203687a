import './panel.css';
import './buttons.css';
import './thread.css';
import './answer.css';
import './composer.css';
import './preview.css';
import './voice.css';
import './code-along.css';
import './language.ts';
import * as l10n from '@vscode/l10n';
import type { CodePlace, ToView, Turn, WayOn } from '../messages.ts';
import { Thumbnails } from './attachments.ts';
import { button } from './button.ts';
import { Composer } from './composer.ts';
import { element } from './dom.ts';
import { keepState, onMessage, post, postReady, readPrompt, readState } from './host.ts';
import { applyIcons } from './icons.ts';
import { loading } from './loading.ts';
import { filesIn, readClipboardImage, urisIn } from './media.ts';
import { PageMicrophone } from './page-microphone.ts';
import { Preview } from './preview.ts';
import { Thread } from './thread.ts';
import { isTileDrag } from './tile-order.ts';

const KEEP_EVERY_MS = 250;

const microphone = new PageMicrophone((event) => post({ type: 'pageMicrophone', event }));
const thumbnails = new Thumbnails();
const status = element('p', { class: 'visually-hidden', attributes: { role: 'status' } });
const notice = element('div', { class: 'notice', attributes: { role: 'alert' } });
// What is written again is read out again: where there is nothing new, it is left alone.
const say = (sentence: string | undefined): void => {
  if (sentence !== undefined) status.textContent = sentence;
};
const choose = (): void => post({ type: 'choose' });
const copyText = (text: string): void => {
  post({ type: 'copyText', text });
  say(l10n.t('Copied.'));
};
const openCode = (place: CodePlace): void => post({ type: 'openCode', place });
const allow = (valueHash: string): void => {
  post({ type: 'allow', valueHash });
  say(l10n.t('This value is no longer covered.'));
};
const preview: Preview = new Preview(thumbnails, {
  toggle: (key, finding) => post({ type: 'toggle', key, finding }),
  cover: (key, box) => post({ type: 'cover', key, box }),
  allow,
  copyText,
  say,
  route: (way) => {
    post({ type: 'route', way });
    say(l10n.t('The picture will be sent.'));
  },
  closed: (key) => {
    showPreviewed();
    composer.focusTile(key);
  },
});
const composer = new Composer(thumbnails, {
  remove: (key) => post({ type: 'remove', key }),
  move: (key, to) => {
    post({ type: 'move', key, to });
    say(l10n.t('Moved to place {0}.', to + 1));
  },
  preview: (key) => {
    const tile = composer.tile(key);
    if (preview.key === key) preview.close();
    else if (tile) preview.open(tile);
    showPreviewed();
  },
  agree: (key, yes) => post({ type: 'agree', key, yes }),
  allow,
  choose,
  compare: (prompt) => post({ type: 'compare', prompt }),
  openCode,
  includeCode: (yes) => post({ type: 'includeCode', yes }),
  draft: (prompt) => {
    post({ type: 'draft', prompt });
    keepSoon();
  },
  send: (prompt) => post({ type: 'send', prompt }),
  stop: () => post({ type: 'stop' }),
  route: (way) => post({ type: 'route', way }),
  wayOn: (way) => goOn(way, null),
  voice: {
    record: () => post({ type: 'voice', do: 'record' }),
    pause: () => post({ type: 'voice', do: 'pause' }),
    resume: () => post({ type: 'voice', do: 'resume' }),
    stop: () => post({ type: 'voice', do: 'stop' }),
    cancel: () => post({ type: 'voice', do: 'cancel' }),
    discard: () => post({ type: 'voice', do: 'discard' }),
    again: () => post({ type: 'voice', do: 'again' }),
    chooseFile: () => post({ type: 'voice', do: 'chooseFile' }),
    use: (use) => post({ type: 'voiceUse', use }),
    agree: (yes) => post({ type: 'voiceAgree', yes }),
    wayOn: (way) => post({ type: 'voiceWayOn', way }),
  },
});
const thread = new Thread(
  thumbnails,
  {
    copy: (id) => {
      post({ type: 'copy', id });
      say(l10n.t('Copied.'));
    },
    copyText,
    insert: (id) => post({ type: 'insert', id }),
    open: (id) => post({ type: 'open', id }),
    insertCode: (code) => post({ type: 'insertCode', code }),
    applyCode: (code, info, before) => post({ type: 'applyCode', code, info, before }),
    openCode,
    openPlace: (words) => post({ type: 'openPlace', words }),
    whatWasSent: (id) => post({ type: 'whatWasSent', id }),
    again: (id) => post({ type: 'again', id }),
    edit: (id) => post({ type: 'edit', id }),
    continueAnswer: (id) => post({ type: 'continue', id }),
    wayOn: (way, id) => goOn(way, id),
  },
  { choose, setUp: (way) => post({ type: 'setUp', way }) },
  say,
);

function goOn(way: WayOn, turn: string | null): void {
  post({ type: 'wayOn', way, turn });
  // The button goes when it asks right away; the others open a box of VS Code's, and stay.
  if (way !== 'set-budget' && way !== 'add-model-price') composer.focus();
}

/** The preview takes the place of the answers; the question stays below it. */
function showPreviewed(): void {
  thread.root.hidden = preview.key !== undefined;
  composer.showPreviewed(preview.key);
}

let keeping: number | undefined;
function keepSoon(): void {
  keeping ??= window.setTimeout(keep, KEEP_EVERY_MS);
}
function keep(): void {
  clearTimeout(keeping);
  keeping = undefined;
  keepState({
    turns: thread.turns.map(keptTurn),
    prompt: composer.keptPrompt,
    isSpoken: composer.isSpoken,
  });
}

/** On disk there are no secrets: what is not known to be free of them is not kept. */
function keptTurn(turn: Turn): Turn {
  const { prompt = '', text = '' } = turn.masked;
  return { ...turn, prompt, text };
}

function showNotice(text: string | null, canRestart: boolean): void {
  notice.replaceChildren(
    ...(text === null ? [] : [element('span', {}, text)]),
    ...(canRestart ? [button(l10n.t('Restart Daemon'), () => post({ type: 'restartDaemon' }))] : []),
  );
  notice.hidden = text === null;
}

function handle(message: ToView): void {
  switch (message.type) {
    case 'turns':
      thread.showAll(message.turns);
      thumbnails.keepOnly(new Set([...composer.pictureKeys, ...thread.pictureKeys]));
      composer.showAnswering(thread.answering);
      keepSoon();
      break;
    case 'turn':
      thread.show(message.turn);
      composer.showAnswering(thread.answering);
      keepSoon();
      break;
    case 'delta':
      thread.append(message.id, message.text);
      keepSoon();
      break;
    case 'attachments':
      say(composer.showTiles(message.tiles));
      preview.showTiles(message.tiles);
      break;
    case 'thumbnail':
      thumbnails.add(message.key, message.mime, message.bytes);
      composer.refreshTiles();
      preview.refresh(message.key);
      thread.refreshPictures(message.key);
      break;
    case 'quote':
      say(composer.showQuote(message.quote));
      preview.showQuote(message.quote);
      keepSoon();
      break;
    case 'code':
      say(composer.code.show(message));
      break;
    case 'voice':
      say(composer.showVoice(message));
      keepSoon();
      break;
    case 'pageMicrophone':
      void microphone.handle(message);
      break;
    case 'privacy':
      composer.showPrivacy(message.mode);
      break;
    case 'notice':
      showNotice(message.text, message.canRestart);
      break;
    case 'sent':
      composer.prompt = '';
      keep();
      break;
    case 'restore':
      composer.prompt = message.prompt;
      keep();
      break;
    case 'focus':
      composer.focus();
      break;
    case 'prompts':
      composer.showPrompts(message.prompts);
      break;
    case 'conversation':
      thread.showConversation(message.isNew);
      break;
    case 'setup':
      thread.showSetup(message.canAsk);
      break;
    case 'readClipboard':
      void readClipboardImage().then((bytes) => post({ type: 'clipboard', bytes }));
  }
}

async function attach(files: readonly File[]): Promise<void> {
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    // What is pasted from the clipboard has no name of its own; browsers call it image.png.
    const name = file.name === 'image.png' || file.name === '' ? l10n.t('Screenshot') : file.name;
    post({ type: 'attach', name, bytes });
  }
}

document.addEventListener('paste', (event) => {
  const files = filesIn(event.clipboardData);
  if (files.length === 0) return;
  event.preventDefault();
  void attach(files);
});
document.addEventListener('dragover', (event) => {
  if (isTileDrag(event.dataTransfer)) return;
  event.preventDefault();
  document.body.classList.add('dropping');
});
for (const type of ['dragleave', 'drop'] as const) {
  document.addEventListener(type, () => document.body.classList.remove('dropping'));
}
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const files = filesIn(event.dataTransfer);
  if (files.length > 0) void attach(files);
  else {
    const uris = urisIn(event.dataTransfer);
    if (uris.length > 0) post({ type: 'attachUris', uris });
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  if (composer.hasVoiceUnderWay) {
    post({ type: 'voice', do: 'cancel' });
    say(l10n.t('The voice note was cancelled.'));
  } else if (thread.answering) post({ type: 'stop' });
});
document.addEventListener('visibilitychange', keep);
/** Who comes to the view wants to ask, unless it was something in it that got the focus. */
function takeFocus(): void {
  if (document.activeElement === document.body) composer.focus();
}
window.addEventListener('focus', takeFocus);

/** Says that the page is there, with what it kept, and what has become of the question meanwhile. */
async function start(): Promise<void> {
  try {
    const kept = await readState();
    const { prompt } = composer;
    postReady({ ...kept, prompt, isSpoken: kept.isSpoken && prompt === kept.prompt });
    await loading;
  } catch (error) {
    console.error('Lenscap:', error);
    showNotice(
      l10n.t('The view could not load all of its parts, and shows no answers. Reload the window.'),
      false,
    );
  }
}

const typedBefore = readPrompt();
if (typedBefore !== '') composer.prompt = typedBefore;
showNotice(null, false);
const heading = element('h1', { class: 'visually-hidden' }, 'Lenscap');
document.body.append(element('main', {}, heading, thread.root, preview.root, notice, composer.root, status));
onMessage(handle);
// The focus may have come before this script did.
if (document.hasFocus()) takeFocus();
applyIcons();
void start();
