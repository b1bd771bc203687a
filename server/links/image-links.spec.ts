import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type FoundImage, findImages, MAX_LINKS } from './image-links.ts';

interface Seen {
  link: string;
  destination: string;
  target: string;
}

/** What the ranges cover, by LSP's own counting of lines and characters. */
function see(text: string): Seen[] {
  const document = TextDocument.create('file:///a.md', 'markdown', 1, text);
  return findImages(text).map(({ range, destination, target }) => ({
    link: document.getText(range),
    destination: document.getText(destination),
    target,
  }));
}

function destinations(text: string): string[] {
  return see(text).map(({ destination }) => destination);
}

/** The document with another alt text for each picture. */
function withAlt(text: string, alt: string): string {
  const document = TextDocument.create('file:///a.md', 'markdown', 1, text);
  return TextDocument.applyEdits(
    document,
    findImages(text).map(({ alt: { range, before, after } }) => ({
      range,
      newText: `${before}${alt}${after}`,
    })),
  );
}

describe('inline pictures', () => {
  test.each([
    ['![](a.png)', 'a.png', 'a.png'],
    ['text ![alt](img/a.png "A title") text', 'img/a.png', 'img/a.png'],
    ["![alt](a.png 'title (with) it')", 'a.png', 'a.png'],
    ['![alt](a.png (title))', 'a.png', 'a.png'],
    ['![alt](<my shot.png> "t")', 'my shot.png', 'my shot.png'],
    ['![alt]( \n  a.png\n  "title" )', 'a.png', 'a.png'],
    ['![a](a\\(1\\).png)', 'a\\(1\\).png', 'a(1).png'],
    ['![a](a(1).png)', 'a(1).png', 'a(1).png'],
    ['![a](a&amp;b.png)', 'a&amp;b.png', 'a&b.png'],
    ['![a](my%20shot.png)', 'my%20shot.png', 'my%20shot.png'],
    ['![a [nested] b](a.png)', 'a.png', 'a.png'],
    ['![a \\] b](a.png)', 'a.png', 'a.png'],
    ['![`]`](a.png)', 'a.png', 'a.png'],
    ['![a [b](c.md)](a.png)', 'a.png', 'a.png'],
    ['[![a](a.png)](page.md)', 'a.png', 'a.png'],
    ['*em ![a](a.png)*', 'a.png', 'a.png'],
    ['# Heading ![a](a.png) ##', 'a.png', 'a.png'],
    ['Heading ![a](a.png)\n===', 'a.png', 'a.png'],
    ['> quote\n> ![a](a.png)', 'a.png', 'a.png'],
    ['> lazy\n![a](a.png)', 'a.png', 'a.png'],
    ['1. one\n\n   - two\n\n     ![a](a.png)', 'a.png', 'a.png'],
    ['-\t![a](a.png)', 'a.png', 'a.png'],
    ['> - a.png\n>   ![a](a.png)', 'a.png', 'a.png'],
    ['🙂 é ![🙂](🙂.png)', '🙂.png', '🙂.png'],
    ['a\0b ![a](a.png)', 'a.png', 'a.png'],
    ['   ![a](a.png)   ', 'a.png', 'a.png'],
    ['![a](a.png#x "t")![', 'a.png#x', 'a.png#x'],
    ['![a](javascript:x.png)', 'javascript:x.png', 'javascript:x.png'],
  ])('%j', (text, destination, target) => {
    const [seen, ...more] = see(text);
    expect(seen).toMatchObject({ destination, target });
    expect(seen?.link).toMatch(/^!\[.*\)$/s);
    expect(more).toEqual([]);
  });

  test('a picture in an alt text is not shown, and none of ours', () => {
    expect(destinations('![a ![b](b.png) c](a.png)')).toEqual(['a.png']);
  });

  test.each(['\n', '\r\n', '\r'])('several, over lines that end in %j', (eol) => {
    const text = [
      '# ![1](1.png)',
      '',
      'one ![2](2.png)',
      'two 🙂![3](3.png) ![4](4.png)',
      '',
      '> ![5](5.png)',
    ];
    expect(destinations(text.join(eol))).toEqual(['1.png', '2.png', '3.png', '4.png', '5.png']);
  });

  test('in tables, where a bar is escaped', () => {
    const text = [
      '| x | ![h](h.png) |',
      '|---|:-:|',
      '| ![a\\|b](a.png) | ![c\\|d](c\\|d.png "t") |',
      '| ![e](e.png) ![e](e2.png) | |',
      '> | q | ![f](f.png)',
      '',
      '> | q | ![f](f.png) |',
      '> |---|---|',
      '> | a | ![g](g.png) | ![over](over.png) |',
    ].join('\n');
    expect(destinations(text)).toEqual([
      'h.png',
      'a.png',
      'c\\|d.png',
      'e.png',
      'e2.png',
      'f.png',
      'f.png',
      'g.png',
    ]);
  });

  test.each([
    '`![a](a.png)`',
    '``` \n![a](a.png)\n```',
    '~~~md\n![a](a.png)\n~~~',
    '    ![a](a.png)',
    '\\![a](a.png)'.replace('\\!', '!\\'),
    '![a](a b.png)',
    '![a](<a\nb.png>)',
    '![a]()',
    '![a](<>)',
    '![a](a.png',
    '![a] (a.png)',
    '[a](a.png)',
    '<!-- ![a](a.png) -->',
    '<!--\n![a](a.png)\n<img src="a.png">\n-->',
    '<script>\n"<img src=a.png>"\n</script>',
    '<div>\n![a](a.png)\n</div>',
    '`<img src="a.png">`',
    '<img alt="a.png">',
    '<img src="">',
    '<image src="a.png">',
    '![a][b]',
    '[b]: b.png',
  ])('none: %j', (text) => expect(see(text)).toEqual([]));
});

describe('references', () => {
  test.each([
    ['![alt][ref]\n\n[ref]: a.png "t"', '![alt][ref]', 'a.png'],
    ['![ref][]\n\n[REF]: <my shot.png>', '![ref][]', 'my shot.png'],
    ['![ref]\n\n[ref]:\n  a.png\n  "t"', '![ref]', 'a.png'],
    ['> [ref]: a.png\n\n![x][ ref ]', '![x][ ref ]', 'a.png'],
    ['> [ref]:\n> a.png\n\n![x][ref]', '![x][ref]', 'a.png'],
    ['[ref]: a.png\n[ref]: b.png\n\n![x][ref]', '![x][ref]', 'a.png'],
    ['- [ref]: a\\_b.png\n\n![ref]', '![ref]', 'a\\_b.png'],
  ])('%j', (text, link, destination) => expect(see(text)).toMatchObject([{ link, destination }]));

  test('used twice: the same destination', () => {
    const [first, second] = findImages('![a][r] ![b][r]\n\n[r]: a.png');
    expect(first?.destination).toEqual(second?.destination);
    expect(first?.range).not.toEqual(second?.range);
  });
});

describe('HTML', () => {
  test.each([
    ['<img src="a.png">', 'a.png', 'a.png'],
    ["a <IMG alt=x SRC='a.png' /> b", 'a.png', 'a.png'],
    ['a <img src=a.png> b', 'a.png', 'a.png'],
    ['<p align="center">\n  <img\n    width=5 src="a&amp;b.png"\n  >\n</p>', 'a&amp;b.png', 'a&b.png'],
    ['<img src="&#97;.png">', '&#97;.png', 'a.png'],
    ['> <div><img src = "a.png"></div>', 'a.png', 'a.png'],
    ['<!-- <img src="b.png"> --> <img src="a.png">', 'a.png', 'a.png'],
    ['<img src="a.png" src="b.png">', 'a.png', 'a.png'],
    ['<a href="x.md"><img data-src="b.png" src="a.png"></a>', 'a.png', 'a.png'],
    ['- <img src="🙂.png">', '🙂.png', '🙂.png'],
    ['<details>\r\n<img src="a.png">\r\n</details>', 'a.png', 'a.png'],
  ])('%j', (text, destination, target) => expect(see(text)).toMatchObject([{ destination, target }]));

  test('an address over several lines is none', () => {
    expect(see('<img src="a\nb.png">')).toEqual([]);
  });
});

describe('where an alt text goes', () => {
  test.each([
    ['![](a.png)', '![A cat.](a.png)'],
    ['![old [x] text](a.png "t")', '![A cat.](a.png "t")'],
    ['![over\ntwo lines](a.png)', '![A cat.](a.png)'],
    ['![old][ref]\n\n[ref]: a.png', '![A cat.][ref]\n\n[ref]: a.png'],
    ['![ref][]\n\n[ref]: a.png', '![A cat.][ref]\n\n[ref]: a.png'],
    ['![ref]!\n\n[ref]: a.png', '![A cat.][ref]!\n\n[ref]: a.png'],
    ['<img src="a.png">', '<img src="a.png" alt="A cat.">'],
    ['<img src=a.png >', '<img src=a.png alt="A cat." >'],
    ['<img alt="" src="a.png">', '<img alt="A cat." src="a.png">'],
    ["<img alt='old' src='a.png'>", "<img alt='A cat.' src='a.png'>"],
    ['<img alt=old src="a.png">', '<img alt="A cat." src="a.png">'],
    ['<img alt src="a.png">', '<img alt="A cat." src="a.png">'],
  ])('%j', (before, after) => {
    expect(withAlt(before, 'A cat.')).toBe(after);
    expect(findImages(after).map(({ target }) => target)).toEqual(
      findImages(before).map(({ target }) => target),
    );
  });
});

describe('limits', () => {
  test('no more than so many pictures', () => {
    expect(findImages('![](a.png)\n\n'.repeat(MAX_LINKS + 10))).toHaveLength(MAX_LINKS);
    expect(findImages('![](a.png) '.repeat(MAX_LINKS + 10))).toHaveLength(MAX_LINKS);
  });

  test('not in a document nobody wrote', () => {
    expect(findImages(`![](a.png) ${'x'.repeat(300_000)}`)).toEqual([]);
  });
});

describe('whatever the document', () => {
  const nothing = fc.constantFrom(
    '',
    'text',
    '🙂',
    'é',
    '\t',
    '  ',
    '\\',
    '`',
    '*',
    '_',
    '~',
    '|',
    '![',
    '](',
    '<!--',
    '>',
  );
  const containers = fc.constantFrom(
    '',
    '> ',
    '- ',
    '1. ',
    '> > ',
    '- > ',
    '   ',
    '# ',
    '-\t',
    '>\t',
    '* * ',
  );
  const names = fc.stringMatching(/^[a-z🙂é]{1,6}$/u);
  const eols = fc.constantFrom('\n', '\r\n', '\r');

  test('an address that is found is where it is said to be', () => {
    const pictures = fc.oneof(
      fc.tuple(nothing, names).map(([alt, name]) => `![${alt}](${name}.png)`),
      fc.tuple(nothing, names).map(([alt, name]) => `![${alt}](<${name} ${name}.png> "t")`),
      names.map((name) => `<img alt=x src="${name}.png">`),
      names.map((name) => `![x][${name}]\n\n[${name}]: ${name}.png\n`),
      names.map((name) => `| ![x\\|y](${name}.png) | b |\n|-|-|\n| ${name} | ![](${name}.png) |\n`),
    );
    const lines = fc.array(fc.oneof(nothing, pictures), { maxLength: 5 }).map((parts) => parts.join(''));
    const documents = fc.array(fc.tuple(containers, lines, eols), { maxLength: 8 });
    let found = 0;
    fc.assert(
      fc.property(documents, (parts) => {
        const text = parts.map((part) => part.join('')).join('');
        for (const { link, destination, target } of see(text)) {
          found++;
          // No name here has anything to escape.
          expect(destination.replace(/\\$/, '')).toBe(target.replace(/\\$/, ''));
          expect(link).toMatch(/^(!\[|<img)/);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(found).toBeGreaterThan(1_000);
  });

  test('nothing breaks it, and every range is in the document', () => {
    const inRange = ({ range, destination, alt }: FoundImage, document: TextDocument) => {
      for (const each of [range, destination, alt.range]) {
        expect(document.positionAt(document.offsetAt(each.start))).toEqual(each.start);
        expect(document.positionAt(document.offsetAt(each.end))).toEqual(each.end);
      }
    };
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 6 }),
        nothing,
        containers,
        eols,
        fc.constantFrom('![a](b.png)', '<img src="a.png">', '[a]: b', '![a]'),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        const document = TextDocument.create('file:///a.md', 'markdown', 1, text);
        for (const image of findImages(text)) inRange(image, document);
      }),
      { numRuns: 3_000 },
    );
  });
});
