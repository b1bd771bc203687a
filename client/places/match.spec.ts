import { describe, expect, it } from 'vitest';
import { bestMatch, type Candidate, escapeGlob, matchOfReading, stepsOf } from './match.ts';

const folder = '/home/me/shop';
const file = (relative: string, root = folder): Candidate => ({ path: `${root}/${relative}`, relative });
const found = (written: string, ...relative: string[]) =>
  bestMatch(
    written,
    relative.map((each) => file(each)),
  )?.relative;

describe('the steps of a path', () => {
  it.each([
    ['src/app.ts', 'src/app.ts'],
    ['./src//app.ts', 'src/app.ts'],
    ['..\\src\\lib\\..\\app.ts', 'src/app.ts'],
    ['C:\\shop\\app.ts', 'c:/shop/app.ts'],
    ['file:///home/me/app.ts', 'home/me/app.ts'],
    ['webpack://shop/./src/app.ts?1a2b', 'src/app.ts'],
    ['http://localhost:5173/src/app.tsx?t=17#x', 'src/app.tsx'],
    ['src/issue#4/app.ts', 'src/issue#4/app.ts'],
  ])('of %s', (written, steps) => expect(stepsOf(written).join('/')).toBe(steps));
});

describe('the file a path means', () => {
  it.each([
    ['as it is', 'src/app.ts', ['src/app.ts', 'src/other/app.ts'], 'src/app.ts'],
    ['by its end', 'pay/total.ts', ['src/pay/total.ts', 'src/total.ts'], 'src/pay/total.ts'],
    ['from another machine', '/builds/17/shop/src/app.ts', ['src/app.ts', 'app.ts'], 'src/app.ts'],
    ['from a container', '/app/main.py', ['main.py'], 'main.py'],
    ['from the folder on rather than deeper', 'src/app.ts', ['src/app.ts', 'web/src/app.ts'], 'src/app.ts'],
    ['of Kotlin, where packages are not folders', 'com/acme/pay/Till.kt', ['src/Till.kt'], 'src/Till.kt'],
    [
      'of a package',
      'com/acme/Till.java',
      ['src/main/java/com/acme/Till.java'],
      'src/main/java/com/acme/Till.java',
    ],
  ])('%s', (_, written, files, expected) => expect(found(written, ...files)).toBe(expected));

  it.each([
    ['has another name', 'src/app.ts', ['src/App.ts']],
    ['is one of several', 'app.ts', ['src/app.ts', 'web/app.ts']],
    ['lies elsewhere', '/usr/lib/web2/src/app.ts', ['web/src/app.ts']],
    ['is not there', 'src/app.ts', []],
  ])('is not known where it %s', (_, written, files) => expect(found(written, ...files)).toBeUndefined());

  it('is in the folder whose name was written too', () => {
    const candidates = [file('src/app.ts', '/code/web'), file('src/app.ts', '/code/api')];
    expect(bestMatch('/builds/api/src/app.ts', candidates)?.path).toBe('/code/api/src/app.ts');
    expect(bestMatch('src/app.ts', candidates)).toBeUndefined();
  });
});

describe('the file a misread path means', () => {
  it.each([
    ['src/tota1.ts', ['src/total.ts', 'src/app.ts'], 'src/total.ts'],
    ['src/user cart.ts', ['src/user_cart.ts'], 'src/user_cart.ts'],
    ['/bui1ds/shop/src/0rder.ts', ['src/Order.ts'], 'src/Order.ts'],
  ])('%s', (read, files, expected) =>
    expect(
      matchOfReading(
        read,
        files.map((each) => file(each)),
      )?.relative,
    ).toBe(expected),
  );

  it('is not known where several look like it', () => {
    const files = [file('src/l1.ts'), file('src/ll.ts')];
    expect(matchOfReading('src/1l.ts', files)).toBeUndefined();
  });
});

it('a name is no pattern', () => {
  expect(escapeGlob('app/[id]/{page}*.tsx')).toBe('app/[[]id[]]/[{]page[}][*].tsx');
});
