import * as l10n from '@vscode/l10n';
import { UsageError } from '../../protocol/errors.ts';
import type { Settings } from '../../protocol/settings.ts';
import { type Catalogue, type Model, priceOn } from '../catalogue/catalogue.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { MAX_PART_BYTES, SAMPLE_RATE } from '../media/sound/limits.ts';
import { WAV_HEADER_BYTES } from '../media/sound/write-wav.ts';
import { localModel } from '../routing/local-model.ts';

/** Who transcribes. */
export interface Transcriber {
  gateway: Gateway;
  model: Model;
  /** Whether it is the catalogue's choice, which changes when the model is shut down. */
  isDefault: boolean;
  /** What the user has to know of the choice. */
  notice: string | undefined;
}

/** What the choice depends on. */
export interface Choosing {
  settings: Settings;
  catalogue: Catalogue;
  /** Local ISO date. */
  day: string;
  gateway: Gateway | undefined;
  /** The server of `lenscap.voice.localServer`, and the model it is asked for. */
  localServer: { gateway: Gateway; model: string } | undefined;
  /** The server of `lenscap.routing.localServer`, which may transcribe too. */
  spareServer: { gateway: Gateway } | undefined;
}

/**
 * The model that transcribes: that of the server on this machine, else the user's, else the catalogue's.
 * @throws UsageError for a model that cannot, or a server that is none of this machine
 */
export function chooseTranscription({
  settings,
  catalogue,
  day,
  localServer,
}: Omit<Choosing, 'gateway' | 'spareServer'>): Omit<Transcriber, 'gateway'> {
  const { model: wanted, localServer: address } = settings.voice;
  if (address !== '')
    return { model: localModel(localServer?.model ?? wanted), isDefault: false, notice: undefined };
  if (wanted !== '') {
    const model = catalogue.find(wanted);
    if (model?.abilities.includes('transcription')) return { model, isDefault: false, notice: undefined };
    throw new UsageError(
      'model-without-transcription',
      model ? l10n.t('{0} transcribes nothing.', wanted) : l10n.t('The model {0} is not known.', wanted),
      l10n.t('Choose another model in lenscap.voice.model; "lenscap models" says what each can do.'),
    );
  }
  const { model, replaces } = catalogue.defaultFor('transcription', day);
  const notice =
    replaces === undefined
      ? undefined
      : l10n.t('{0} was shut down by its provider; {1} takes its place.', replaces, model.name);
  return { model, isDefault: true, notice };
}

/**
 * The same, and the way to it.
 * @throws UsageError also if there is nobody to send a sound to
 */
export function chooseTranscriber(choosing: Choosing): Transcriber {
  const { settings, localServer, gateway } = choosing;
  const chosen = chooseTranscription(choosing);
  if (settings.voice.localServer !== '') {
    if (localServer) return { ...chosen, gateway: localServer.gateway };
    throw new UsageError(
      'not-local',
      l10n.t('lenscap.voice.localServer ({0}) is no server on this machine.', settings.voice.localServer),
      l10n.t('Use an address like http://127.0.0.1:8080/v1, or leave it empty.'),
    );
  }
  if (settings.routing.policy === 'private') {
    throw new UsageError(
      'private',
      l10n.t(
        'Nothing was sent: lenscap.routing.policy is private, and no server on this machine transcribes.',
      ),
      l10n.t('Name one in lenscap.voice.localServer, or choose another policy.'),
    );
  }
  if (gateway) return { ...chosen, gateway };
  throw new UsageError(
    'no-key',
    l10n.t('There is no API key, so nobody can transcribe it.'),
    l10n.t(
      'Set a key with "Lenscap: Set API Key" or "lenscap key set", or name a server on this machine in lenscap.voice.localServer.',
    ),
  );
}

/** What a server is asked for that has one model, and takes any name for it. */
export const ANY_MODEL = 'whisper-1';

/** How many other models of the provider are tried; each takes time. */
const OTHER_MODELS = 2;

/**
 * Who transcribes when the choice cannot: its successor, other models of the
 * same provider, the server on this machine that questions may go to. Not yet
 * priced: nobody who may cost more than the choice is asked. Whoever has a server on this
 * machine transcribe wants the sound to stay there: nobody else gets it.
 */
export function standInsFor(
  first: Transcriber,
  { settings, catalogue, day, spareServer }: Choosing,
): Transcriber[] {
  if (!settings.routing.fallback || settings.voice.localServer !== '') return [];
  const { gateway, model } = first;
  const able = catalogue.models.filter(
    (each) =>
      each.name !== model.name &&
      each.abilities.includes('transcription') &&
      !(each.shutdownDate !== undefined && each.shutdownDate <= day) &&
      priceOn(each, day) !== undefined,
  );
  const others = able.toSorted(
    (a, b) => Number(b.name === model.successor) - Number(a.name === model.successor),
  );
  return [
    // They are Lenscap's choice, whoever chose the first.
    ...others
      .slice(0, OTHER_MODELS)
      .map((each) => ({ gateway, model: each, isDefault: true, notice: undefined })),
    ...(spareServer
      ? [{ ...spareServer, model: localModel(ANY_MODEL), isDefault: true, notice: undefined }]
      : []),
  ];
}

/** The fastest that people speak, in tokens a second: what a model can write bounds how much it is given to hear. */
const MOST_TOKENS_PER_SECOND = 5;
const BYTES_PER_SAMPLE = 2;

/** The most bytes of a part for a model. */
export function partBytes({ maxOutputTokens }: Pick<Model, 'maxOutputTokens'>): number {
  if (maxOutputTokens === 0) return MAX_PART_BYTES;
  const seconds = Math.floor(maxOutputTokens / MOST_TOKENS_PER_SECOND);
  return Math.min(MAX_PART_BYTES, WAV_HEADER_BYTES + seconds * SAMPLE_RATE * BYTES_PER_SAMPLE);
}
