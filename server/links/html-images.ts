import { QuoteType, Tokenizer } from 'htmlparser2';

/** A half-open range of UTF-16 offsets. */
export interface Span {
  start: number;
  end: number;
}

/** An attribute of a tag. `value` is what is between the quotes, and empty where there is no value. */
export interface HtmlAttribute {
  value: Span;
  quoted: boolean;
  hasValue: boolean;
  /** With character references resolved. */
  text: string;
}

/** An `<img>` with a source. */
export interface HtmlImage {
  tag: Span;
  src: HtmlAttribute;
  alt: HtmlAttribute | undefined;
}

const VALUE_START = /\s*=\s*(["']?)/y;

/** The `<img>` tags of a piece of HTML; not those in comments, scripts and other raw text. */
export function findHtmlImages(html: string): HtmlImage[] {
  const images: HtmlImage[] = [];
  let tagStart: number | undefined;
  let attributes = new Map<string, HtmlAttribute>();
  let name: { text: string; end: number } | undefined;
  let value = '';
  const endTag = (end: number): void => {
    const src = attributes.get('src');
    if (tagStart !== undefined && src)
      images.push({ tag: { start: tagStart, end: end + 1 }, src, alt: attributes.get('alt') });
    tagStart = undefined;
  };
  const nothing = (): void => {};
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        tagStart = html.slice(start, end).toLowerCase() === 'img' ? start - 1 : undefined;
        attributes = new Map();
      },
      onattribname(start, end) {
        name = { text: html.slice(start, end).toLowerCase(), end };
        value = '';
      },
      onattribdata(start, end) {
        value += html.slice(start, end);
      },
      onattribentity(codePoint) {
        value += String.fromCodePoint(codePoint);
      },
      onattribend(quote, end) {
        // Of several attributes of one name, the first one counts.
        if (!name || tagStart === undefined || attributes.has(name.text)) return;
        const quoted = quote === QuoteType.Single || quote === QuoteType.Double;
        const hasValue = quote !== QuoteType.NoValue;
        VALUE_START.lastIndex = name.end;
        const start = hasValue ? name.end + (VALUE_START.exec(html)?.[0].length ?? 0) : name.end;
        attributes.set(name.text, {
          value: { start, end: hasValue ? (quoted ? end - 1 : end) : start },
          quoted,
          hasValue,
          text: value,
        });
      },
      onopentagend: endTag,
      onselfclosingtag: endTag,
      oncdata: nothing,
      onclosetag: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return images;
}
