// A provider on this machine that answers every chat request with the same
// short stream, and a GET with how many there were. A process of its own: neither side of a bench shares
// its event loop.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As many as a model's short sentence has. */
const PIECES = [
  'The ',
  'build ',
  'fails ',
  'because ',
  'the ',
  'import ',
  'has ',
  'no ',
  'file ',
  'behind ',
  'it.',
];

const chunk = (rest: object) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o-mini',
    ...rest,
  })}\n\n`;

const CHUNKS = [
  ...PIECES.map((content) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  chunk({ choices: [], usage: { prompt_tokens: 150, completion_tokens: 12, total_tokens: 162 } }),
  'data: [DONE]\n\n',
];

let answered = 0;

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(String(answered));
    return;
  }
  answered++;
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_bench' });
    const rest = [...CHUNKS];
    // A write each, as they would come from a model; no pauses, which would only hide what we add.
    const next = () => {
      const piece = rest.shift();
      if (piece === undefined) {
        response.end();
        return;
      }
      response.write(piece);
      setImmediate(next);
    };
    next();
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}/v1\n`);
});
