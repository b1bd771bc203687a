import type { TranscriptionCreateParamsStreaming } from 'openai/resources/audio/transcriptions';
import * as z from 'zod';
import { NO_USAGE, type Usage } from '../../protocol/usage.ts';
import type { Exchange, Piece } from './exchange.ts';

/** A sound to be transcribed. */
export interface TranscriptionRequest {
  /** Our id, sent along so that even a request that timed out can be traced. */
  requestId: string;
  model: string;
  /** A WAV file. */
  wav: Buffer;
  seconds: number;
  /** Words that may be in it, for their spelling; empty for none. */
  hint: string;
  /** ISO 639-1; empty: the model finds out. */
  language: string;
}

/** The slowest way up that is waited for: half a megabit a second. */
const BYTES_PER_MS = 64;

/**
 * How much longer than for a question may pass before anything comes, in
 * milliseconds: the sound has to get there, and a model that does not stream
 * listens to all of it first. Half its length is what slow ones take.
 */
export function extraPatience({ wav, seconds }: Pick<TranscriptionRequest, 'wav' | 'seconds'>): number {
  return Math.ceil(wav.length / BYTES_PER_MS + seconds * 500);
}

/** A sound over `/audio/transcriptions`: streamed where the model does that, at once where it does not. */
export function transcriptionExchange(request: TranscriptionRequest): Exchange {
  return {
    kind: 'transcription',
    carries: 'sound',
    requestId: request.requestId,
    extraMs: extraPatience(request),
    async open(client, options) {
      const response = await client.audio.transcriptions.create(await toForm(request), options).asResponse();
      return { response, requestId: response.headers.get('x-request-id'), pieces: readResponse(response) };
    },
  };
}

async function toForm(request: TranscriptionRequest): Promise<TranscriptionCreateParamsStreaming> {
  const { toFile } = await import('openai');
  return {
    // The content is told by the name's extension. The user's own name of the file is nobody's business.
    file: await toFile(request.wav, 'note.wav', { type: 'audio/wav' }),
    model: request.model,
    // whisper-1 and most servers on one's own machine ignore it, and answer at once.
    stream: true,
    response_format: 'json',
    ...(request.hint !== '' && { prompt: request.hint }),
    ...(request.language !== '' && { language: request.language }),
  };
}

async function* readResponse(response: Response): AsyncGenerator<Piece> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    const whole = Whole.parse(JSON.parse(await response.text()));
    yield { ...NOTHING, ...readUsage(whole.usage), delta: whole.text, finishReason: 'stop' };
    return;
  }
  const { Stream } = await import('openai/streaming');
  let hasWords = false;
  for await (const event of Stream.fromSSEResponse<unknown>(response, new AbortController())) {
    const { text, ...piece } = readEvent(event);
    // Who says it all at the end only has nothing to say again.
    yield hasWords ? { ...piece, text } : { ...piece, delta: text ?? piece.delta };
    hasWords ||= piece.delta !== '';
  }
}

const NOTHING: Piece = { delta: '', finishReason: undefined, serviceTier: undefined, usage: undefined };

/** A count, by its form alone. */
const Tokens = z.int().nonnegative();

const Counted = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('tokens'),
      input_tokens: Tokens,
      output_tokens: Tokens,
      input_token_details: z.object({ audio_tokens: Tokens.nullish() }).nullish(),
    }),
    z.object({ type: z.literal('duration'), seconds: z.number().nonnegative() }),
  ])
  .nullish()
  // Usage that makes no sense is no usage: the row becomes an estimate.
  .catch(undefined);

const Whole = z.object({ text: z.string(), usage: Counted });

const Event = z.union([
  z.object({ type: z.literal('transcript.text.delta'), delta: z.string() }),
  z.object({ type: z.literal('transcript.text.done'), text: z.string(), usage: Counted }),
  // Segments, and what may come in later versions.
  z.object({ type: z.string().regex(/^transcript\.(?!text\.(delta|done)$)/) }),
]);

/** @throws ZodError if it is no event of a transcription. */
function readEvent(raw: unknown): Piece {
  const event = Event.parse(raw);
  if ('delta' in event) return { ...NOTHING, delta: event.delta };
  if (!('text' in event)) return NOTHING;
  return { ...NOTHING, ...readUsage(event.usage), text: event.text, finishReason: 'stop' };
}

function readUsage(counted: z.output<typeof Counted>): { usage: Usage | undefined; seconds?: number } {
  if (!counted) return { usage: undefined };
  if (counted.type === 'duration') return { usage: undefined, seconds: counted.seconds };
  const { input_tokens, output_tokens, input_token_details } = counted;
  const audio = input_token_details?.audio_tokens ?? 0;
  return { usage: { ...NO_USAGE, input: input_tokens, audio, output: output_tokens } };
}
