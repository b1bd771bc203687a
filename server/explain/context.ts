import type { Question, Quote } from '../../protocol/quote.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Resilience } from '../gateway/resilience.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Detector } from '../privacy/detector.ts';
import type { Placeholders } from '../privacy/placeholders.ts';
import type { Answers } from './answers.ts';
import type { AttachmentStore, StoredAttachment } from './attachments.ts';
import type { PastTurn } from './history.ts';
import type { Sending } from './sending.ts';
import type { StoredSound } from './sound.ts';

/** What answering a question needs; put together once, at the composition root. */
export interface ExplainContext {
  settings: Settings;
  workspace: string;
  attachments: AttachmentStore;
  /** A sound by its id, to be sent itself; throws a UsageError for an unknown one. undefined where there are none. */
  sound?: (id: string) => StoredSound;
  /** What stands for which secret in a conversation, by the client's name for it. */
  placeholders(conversation: string | undefined): Placeholders;
  /** What was said in a question's conversation before it; undefined where nothing goes along. */
  turns?: ((question: Pick<Question, 'conversation' | 'before'>) => readonly PastTurn[]) | undefined;
  /** Takes what was said into the question's conversation. */
  remember?:
    | ((question: Pick<Question, 'conversation' | 'turn'>, said: Omit<PastTurn, 'id'>) => void)
    | undefined;
  /** undefined when nothing is to be looked for: privacy is off. */
  detector: Detector | undefined;
  catalogue: Catalogue;
  ledger: Ledger;
  /** What was answered before; undefined where nothing is kept. */
  answers?: Answers | undefined;
  /** undefined without a key and without a server on this machine. */
  gateway: Gateway | undefined;
  /** Where questions go once there is a key; undefined: OpenAI. */
  baseUrl?: string | undefined;
  /** The server of `lenscap.routing.localServer`, and the model it is asked for; undefined without one. */
  localServer?: { gateway: Gateway; model: string } | undefined;
  /** The way to both. */
  resilience: Resilience;
  /** Whether nothing that is said on this machine stands in where no model answers: what waited for one goes on waiting. */
  waits?: boolean;
}

/** How a question will be answered, and what it may cost: all that is decided before anything is sent. */
export interface Plan {
  pictures: StoredAttachment[];
  /** The sound that is sent itself. */
  sound?: StoredSound;
  quote: Omit<Quote, 'budgets'>;
  notices: string[];
  /** What of the question its conversation remembers once it is answered. */
  saying: Pick<PastTurn, 'prompt' | 'pictures' | 'texts' | 'code'>;
  /** What the words sent stand for; it puts the originals back into the answer. */
  placeholders: Placeholders;
  /** undefined on the local route, which sends nothing. */
  sending: Sending | undefined;
  /** Who is asked, in this order: `sending`, then who can answer instead, each no dearer than it. */
  candidates: Sending[];
  /** Of which the pixels or the words leave this machine, whoever of them is asked. */
  leaving: StoredAttachment[];
}
