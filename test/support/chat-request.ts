// Reads what a provider received, as JSON of unknown shape.

/** The pictures of a chat request: the bytes of every `data:image/…;base64,` URL in it, in order. */
export function imagesIn(body: unknown): Buffer[] {
  return [...strings(body)].flatMap((text) => {
    const [, data] = /^data:image\/[\w.+-]+;base64,(.+)$/s.exec(text) ?? [];
    return data === undefined ? [] : [Buffer.from(data, 'base64')];
  });
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) yield* strings(part);
  }
}
