import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { formatCount, language, plural } from '../../protocol/language.ts';
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

/** Whose words they are; a role that is not known goes by its own name. */
function roleName(role: string): string {
  switch (role) {
    case 'system':
      return l10n.t('Instructions');
    case 'user':
      return l10n.t('Question');
    case 'assistant':
      return l10n.t('Answer');
    default:
      return role;
  }
}

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
    const isOnly = only && others.length === 0;
    const heading = isOnly ? l10n.t('What Was Sent') : l10n.t('What Was Sent: Request {0}', index + 1);
    return `<section><h1>${escapeHtml(heading)}</h1>${section(request, jsonLink(request.id))}</section>`;
  });
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language())}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${escapeHtml(styles)}">
  <title>${escapeHtml(l10n.t('What Was Sent'))}</title>
</head>
<body><main>${sections.join('')}</main></body>
</html>`;
}

function section({ at, url, body }: SentRequest, jsonLink: string): string {
  const parsed = Body.safeParse(parse(body));
  const where = l10n.t(
    'On {0} to {1}, {2}. This is the request itself, without the key.',
    new Date(at).toLocaleString(language()),
    '{url}',
    countBytes(Buffer.byteLength(body)),
  );
  const address = `<code>${escapeHtml(url)}</code>`;
  const link = `<a href="${escapeHtml(jsonLink)}">${escapeHtml(l10n.t('Open the exact JSON'))}</a>`;
  const intro = `<p>${escapeHtml(where).replace('{url}', () => address)} ${link}</p>`;
  if (!parsed.success) return `${intro}<pre tabindex="0">${escapeHtml(body)}</pre>`;
  const { messages, ...parameters } = parsed.data;
  const rows = Object.entries(parameters).map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(typeof value === 'string' ? value : JSON.stringify(value))}</td></tr>`,
  );
  const said = messages.map(
    ({ role, content }) =>
      `<article><h2>${escapeHtml(roleName(role))} <span class="role">${escapeHtml(role)}</span></h2>${content.map((each) => part(each, role)).join('')}</article>`,
  );
  return `${intro}<table><caption>${escapeHtml(l10n.t('Parameters'))}</caption>${rows.join('')}</table>${said.join('')}`;
}

function part(each: z.infer<typeof Part>, role: string): string {
  if (each.type === 'text') {
    // The instructions explain what placeholders look like, and have none.
    const text = role === 'system' ? escapeHtml(each.text) : withPlaceholders(each.text);
    return `<pre tabindex="0">${text}</pre>`;
  }
  if (each.type === 'input_audio') {
    const { data, format } = each.input_audio;
    return `<p>${escapeHtml(l10n.t('A sound ({0}):', format))} ${about(Buffer.from(data, 'base64'))}</p>`;
  }
  const { url } = each.image_url;
  const [, mime, data] = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/=]*)$/.exec(url) ?? [];
  if (mime === undefined || data === undefined) {
    const sentence = escapeHtml(l10n.t('A picture at {0}', '{url}'));
    return `<p>${sentence.replace('{url}', () => `<code>${escapeHtml(url)}</code>`)}</p>`;
  }
  const alternative = l10n.t('The picture as it was sent, redactions included');
  return `<figure><img src="${url}" alt="${escapeHtml(alternative)}"><figcaption>${escapeHtml(mime)}, ${about(Buffer.from(data, 'base64'))}</figcaption></figure>`;
}

function about(bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return `${escapeHtml(countBytes(bytes.length))}, SHA-256 <code>${hash}</code>`;
}

function countBytes(number: number): string {
  return plural(number, { one: l10n.t('1 byte'), other: l10n.t('{0} bytes', formatCount(number)) });
}

/** Marks what stands for a secret. */
function withPlaceholders(text: string): string {
  const title = escapeHtml(l10n.t('Stands for a secret'));
  return escapeHtml(text).replaceAll(
    /⟦[^⟦⟧\n]{1,80}⟧/g,
    (placeholder) => `<span class="placeholder" title="${title}">${placeholder}</span>`,
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
