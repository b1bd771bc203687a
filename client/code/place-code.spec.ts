import { describe, expect, test } from 'vitest';
import { edited, indentedLike, placeCode } from './place-code.ts';

const file = `import { fetchWithTimeout } from './fetch.ts';

export async function load(url: string): Promise<Response> {
  const response = await fetchWithTimeout(url, { timeout: 2500 });
  return response;
}

export async function save(url: string): Promise<void> {
  await fetchWithTimeout(url, { method: 'PUT' });
}
`.split('\n');

const apply = (code: string, near?: number) => {
  const edits = placeCode(file, code, near);
  return edits && edited(file, edits).join('\n');
};

describe('code takes the place of its earlier version', () => {
  test('a line, at the indentation of the document', () => {
    const code = 'const response = await fetchWithTimeout(url, { timeoutMs: 2500 });\n';
    expect(placeCode(file, code)).toEqual([
      {
        start: 3,
        end: 4,
        lines: ['  const response = await fetchWithTimeout(url, { timeoutMs: 2500 });'],
      },
    ]);
  });

  test('with new lines before it', () => {
    const code = '// milliseconds\nconst response = await fetchWithTimeout(url, { timeoutMs: 2500 });';
    expect(apply(code)).toBe(
      file
        .join('\n')
        .replace('  const response', '  // milliseconds\n  const response')
        .replace('timeout:', 'timeoutMs:'),
    );
  });

  test('a function with lines added and taken away', () => {
    const code = `export async function load(url: string): Promise<Response> {
  const limit = 2500;
  return fetchWithTimeout(url, { timeoutMs: limit });
}`;
    const applied = apply(code);
    expect(applied).toContain(`${code}\n\nexport async function save`);
    expect(applied).not.toContain('timeout: 2500');
  });

  test('around what stays', () => {
    const code = `import { fetchWithTimeout } from './http.ts';

// ... existing code ...

  await fetchWithTimeout(url, { method: 'POST' });`;
    expect(apply(code)).toBe(file.join('\n').replace('./fetch.ts', './http.ts').replace("'PUT'", "'POST'"));
  });

  test('where the answer said, if there are several', () => {
    const twice = ['a();', 'log("here");', 'b();', 'log("here");', 'c();'];
    expect(placeCode(twice, 'log("there");', 3)?.[0]).toMatchObject({ start: 3, end: 4 });
    expect(placeCode(twice, 'log("there");', 1)?.[0]).toMatchObject({ start: 1, end: 2 });
  });
});

test('what is like nothing in the document has no place', () => {
  expect(placeCode(file, 'SELECT * FROM users;')).toBeUndefined();
  expect(placeCode(file, '}')).toBeUndefined();
  expect(placeCode([''], 'const a = 1;')).toBeUndefined();
});

test('a long file and long code take no longer than a person waits', () => {
  const long = Array.from({ length: 20_000 }, (_, index) => `  value${index} = compute(${index});`);
  expect(placeCode(long, 'value15000 = compute(15000, "twice");', 15_000)?.[0]).toMatchObject({
    start: 15_000,
    end: 15_001,
  });
});

test('code that replaces a selection takes its indentation', () => {
  expect(indentedLike('if (a) {\n  b();\n}\n', '    x')).toEqual(['    if (a) {', '      b();', '    }']);
});
