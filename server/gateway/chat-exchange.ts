import { toBody } from './body.ts';
import type { ChatRequest } from './chat.ts';
import { readChunk } from './chunk.ts';
import type { Exchange, Piece } from './exchange.ts';
import type { Provider } from './provider.ts';

/** A question over Chat Completions, its answer streamed. */
export function chatExchange(request: ChatRequest, provider: Provider): Exchange {
  return {
    kind: 'chat',
    carries: carriedBy(request),
    requestId: request.requestId,
    extraMs: 0,
    async open(client, options) {
      const { data, response, request_id } = await client.chat.completions
        .create(toBody(request, provider), options)
        .withResponse();
      return { response, requestId: request_id, pieces: readChunks(data) };
    },
  };
}

function carriedBy({ messages }: ChatRequest): Exchange['carries'] {
  const kinds = new Set(messages.flatMap(({ parts }) => parts.map(({ kind }) => kind)));
  return kinds.has('image') ? 'pictures' : kinds.has('sound') ? 'sound' : 'words';
}

async function* readChunks(chunks: AsyncIterable<unknown>): AsyncGenerator<Piece> {
  for await (const chunk of chunks) yield readChunk(chunk);
}
