import * as l10n from '@vscode/l10n';
import { UnsafeMediaError, UsageError } from '../../protocol/errors.ts';
import type { Question } from '../../protocol/quote.ts';
import type { PrivacyMode } from '../../protocol/settings.ts';
import { describeCode, framesIn, refuseCode } from './code.ts';
import type { ExplainContext, Plan } from './context.ts';
import { say } from './say.ts';
import { prepare } from './sending.ts';
import type { StoredSound } from './sound.ts';

/**
 * The plan of a question whose sound is sent itself, because the user chose so:
 * one model, and nobody instead of it.
 * @throws UsageError for an impossible wish, BudgetError for an unknown price.
 */
export async function planSound(question: Question, id: string, context: ExplainContext): Promise<Plan> {
  const { settings, gateway } = context;
  refuseMixed(question);
  if (!gateway || settings.routing.policy === 'private') {
    throw new UsageError(
      'nobody-hears',
      l10n.t('There is nobody to send a sound to.'),
      gateway
        ? l10n.t('Choose another lenscap.routing.policy than private.')
        : l10n.t('Set a key with "Lenscap: Set API Key".'),
    );
  }
  refuseCode(question, context.settings);
  const sound = soundOf(id, context);
  const placeholders = context.placeholders(question.conversation);
  const said = await say(question, [], placeholders, context.detector);
  const sending = await prepare(
    { provider: 'main', route: 'audio', model: question.model },
    { ...said, sound },
    { ...context, typicalOutputTokens: undefined },
  );
  const { model, tokens, expectedNanoUsd, maxNanoUsd, notice } = sending;
  return {
    pictures: [],
    sound,
    quote: {
      route: 'audio',
      model: model.name,
      reason: l10n.t('you chose to send the sound itself'),
      alternatives: [],
      isCached: false,
      tokens,
      expectedNanoUsd,
      maxNanoUsd,
      placeholders: said.placeholders,
      sent: [],
      texts: [],
      frames: framesIn(question, []),
      code: describeCode(said.code),
      legibility: null,
      maskedPrompt: said.prompt,
      earlier: { turns: 0, leftOut: 0 },
    },
    notices: notice === undefined ? [] : [notice],
    placeholders,
    sending,
    saying: said,
    candidates: [sending],
    leaving: [],
  };
}

/** @throws UnsafeMediaError unless the user agreed to send this sound: nothing in it can be blacked out. */
export function refuseUnsafeSound(sound: StoredSound, allowed: readonly string[], mode: PrivacyMode): void {
  if (mode === 'strict') {
    throw new UnsafeMediaError(
      'unsafe-sound',
      l10n.t(
        '“{0}” was not sent: secrets in a sound cannot be blacked out, and lenscap.privacy.mode is strict.',
        sound.name,
      ),
      l10n.t('Have it transcribed instead.'),
    );
  }
  if (mode === 'off' || allowed.includes(sound.id)) return;
  throw new UnsafeMediaError(
    'unsafe-sound',
    l10n.t('“{0}” was not sent: secrets in a sound cannot be blacked out.', sound.name),
    l10n.t('Have it transcribed instead, or send it anyway only if you are sure.'),
  );
}

function refuseMixed({ attachments, route }: Question): void {
  if (route !== undefined && route !== 'audio') {
    throw new UsageError(
      'sound-on-other-route',
      l10n.t('A sound does not go on the route {0}.', route),
      l10n.t('Leave the route out, or have the sound transcribed.'),
    );
  }
  if (attachments.length === 0) return;
  throw new UsageError(
    'sound-and-pictures',
    l10n.t('The models that hear sounds see no pictures.'),
    l10n.t('Remove the pictures, or have the sound transcribed.'),
  );
}

function soundOf(id: string, { sound }: ExplainContext): StoredSound {
  if (sound) return sound(id);
  throw new UsageError(
    'unknown-attachment',
    l10n.t('There is no recording {0}.', id),
    l10n.t('Record it again.'),
  );
}
