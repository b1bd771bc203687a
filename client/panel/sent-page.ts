import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { SentRequest } from '../../protocol/sent.ts';

/** Of a request's body, what is shown as more than a parameter. */
const Part = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
  z.object({
    type: z.literal('input_audio'),
    input_audio: z.object({ data: z.string(), format: z.string() }),
  }),
]);
const Body = z.looseObject({
  messages: z.array(
    z.object({ role: z.string(), content: z.union([z.string().transform(asParts), z.array(Part)]) }),
  ),
});

function asParts(text: string): z.infer<typeof Part>[] {
  return [{ type: 'text', text }];
}

const ROLES: Readonly<Record<string, string>> = {
  system: 'Instructions',
  user: 'Question',
  assistant: 'Answer',
};

/**
 * What was sent for an answer, as a page without scripts: parameters, messages,
 * and pictures as they went, with the hash of their bytes.
 * @param requests as they went to the provider, oldest first
 * @param options `source` and `styles` as the webview knows them; `jsonLink` the address that opens a request's very body
 */
export function sentPage(
  requests: readonly SentRequest[],
  options: { source: string; styles: string; jsonLink: (id: string) => string },
): string {
  const { source, styles, jsonLink } = options;
  const policy = `default-src 'none'; style-src ${source}; font-src ${source}; img-src data:; form-action 'none'; base-uri 'none'`;
  const [only, ...others] = requests;
  const sections = requests.map((request, index) => {
    const heading = only && others.length === 0 ? 'What Was Sent' : `What Was Sent: Request ${index + 1}`;
    return `<section><h1>${heading}</h1>${section(request, jsonLink(request.id))}</section>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${escapeHtml(styles)}">
  <title>What Was Sent</title>
</head>
<body><main>${sections.join('')}</main></body>
</html>`;
}

function section({ at, url, body }: SentRequest, jsonLink: string): string {
  const parsed = Body.safeParse(parse(body));
  const intro = `<p>On ${escapeHtml(new Date(at).toLocaleString())} to <code>${escapeHtml(url)}</code>, ${count(Buffer.byteLength(body), 'byte')}. This is the request itself, without the key. <a href="${escapeHtml(jsonLink)}">Open the exact JSON</a></p>`;
  if (!parsed.success) return `${intro}<pre tabindex="0">${escapeHtml(body)}</pre>`;
  const { messages, ...parameters } = parsed.data;
  const rows = Object.entries(parameters).map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(typeof value === 'string' ? value : JSON.stringify(value))}</td></tr>`,
  );
  const said = messages.map(
    ({ role, content }) =>
      `<article><h2>${escapeHtml(ROLES[role] ?? role)} <span class="role">${escapeHtml(role)}</span></h2>${content.map((each) => part(each, role)).join('')}</article>`,
  );
  return `${intro}<table><caption>Parameters</caption>${rows.join('')}</table>${said.join('')}`;
}

function part(each: z.infer<typeof Part>, role: string): string {
  if (each.type === 'text') {
    // The instructions explain what placeholders look like, and have none.
    const text = role === 'system' ? escapeHtml(each.text) : withPlaceholders(each.text);
    return `<pre tabindex="0">${text}</pre>`;
  }
  if (each.type === 'input_audio') {
    const { data, format } = each.input_audio;
    return `<p>A sound (${escapeHtml(format)}): ${about(Buffer.from(data, 'base64'))}</p>`;
  }
  const { url } = each.image_url;
  const [, mime, data] = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/=]*)$/.exec(url) ?? [];
  if (mime === undefined || data === undefined) return `<p>A picture at <code>${escapeHtml(url)}</code></p>`;
  return `<figure><img src="${url}" alt="The picture as it was sent, redactions included"><figcaption>${escapeHtml(mime)}, ${about(Buffer.from(data, 'base64'))}</figcaption></figure>`;
}

function about(bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return `${count(bytes.length, 'byte')}, SHA-256 <code>${hash}</code>`;
}

function count(number: number, thing: string): string {
  return `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;
}

/** Marks what stands for a secret. */
function withPlaceholders(text: string): string {
  return escapeHtml(text).replaceAll(
    /⟦[^⟦⟧\n]{1,80}⟧/g,
    '<span class="placeholder" title="Stands for a secret">$&</span>',
  );
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
