import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Settings } from '../protocol/settings.ts';
import { isOfThisMachine } from './setup/this-machine.ts';
import { validSettings } from './valid-settings.ts';

const Property = z.object({
  type: z.string(),
  default: z.unknown(),
  scope: z.string(),
  order: z.int(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.int().optional(),
  enum: z.array(z.string()).optional(),
  enumDescriptions: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  minItems: z.int().optional(),
  maxItems: z.int().optional(),
  pattern: z.string().optional(),
  patternErrorMessage: z.string().optional(),
  markdownDescription: z.string(),
});
const Category = z.object({
  title: z.string(),
  order: z.int(),
  properties: z.record(z.string(), Property),
});
const Manifest = z.object({
  capabilities: z.object({
    untrustedWorkspaces: z.object({
      supported: z.literal('limited'),
      description: z.string(),
      restrictedConfigurations: z.array(z.string()),
    }),
    virtualWorkspaces: z.literal(true),
  }),
  contributes: z.object({ configuration: z.array(Category) }),
});

const root = join(import.meta.dirname, '..');
const manifest = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const categories = manifest.contributes.configuration;
const properties = Object.fromEntries(categories.flatMap((category) => Object.entries(category.properties)));

/** What guards neither money, nor keys, nor privacy, and may be otherwise in a workspace or on a machine. */
const FREE: Readonly<Record<string, string>> = {
  'lenscap.voice.language': 'window',
  'lenscap.voice.denoise': 'machine',
  'lenscap.markdown.codeLens': 'window',
};

/** The schema's leaves under the names the manifest gives them. */
const JsonSchema = z.object({
  properties: z.record(
    z.string(),
    z.object({ properties: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  ),
});
const leaves = Object.entries(
  JsonSchema.parse(z.toJSONSchema(Settings, { io: 'output' })).properties,
).flatMap(([group, { properties: fields }]) =>
  Object.entries(fields).map(([field, schema]) => [`lenscap.${group}.${field}`, schema] as const),
);

const Entries = z.object({ items: z.unknown() });
const itemsOf = (field: z.ZodType): unknown =>
  Entries.safeParse(z.toJSONSchema(field, { io: 'input' })).data?.items;
const lists = Object.entries(Settings.shape).flatMap(([group, schema]) => {
  const { shape } = schema.unwrap();
  return Object.entries(shape).map(([field, type]) => [`lenscap.${group}.${field}`, itemsOf(type)] as const);
});

const Schema = z.record(z.string(), z.unknown());
// Words for people, and what the editor cannot check: multiples of a fraction, names of names.
const LEFT_OUT = ['multipleOf', 'propertyNames', 'default', 'description', 'patternErrorMessage'];

/** What a JSON schema allows, without its words for people. */
function constraints(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(constraints);
  const { properties, defaultSnippets: _, ...rest } = Schema.safeParse(schema).data ?? { value: schema };
  if ('value' in rest) return schema;
  const kept = Object.entries(rest).filter(
    ([name, value]) =>
      !LEFT_OUT.includes(name) &&
      !(name === 'pattern' && rest['format'] === 'date') &&
      !(name === 'maximum' && value === Number.MAX_SAFE_INTEGER) &&
      !(name === 'additionalProperties' && value === false),
  );
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, constraints(value)])),
    properties: Object.entries(Schema.safeParse(properties).data ?? {}).map(([name, each]) => [
      name,
      constraints(each),
    ]),
  };
}

/** All code of some folders that ships, as one text. */
function readSources(...folders: string[]): string {
  return globSync(`{${folders.join(',')}}/**/*.ts`, { cwd: root })
    .filter((file) => !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
}

describe('the settings in the manifest', () => {
  it('are those of the protocol', () => {
    expect(Object.keys(properties).toSorted()).toEqual(leaves.map(([name]) => name).toSorted());
  });

  it.each(leaves)('%s has the default, type and range of the protocol, and a description', (name, schema) => {
    const property = properties[name];
    expect(property?.default).toEqual(schema['default']);
    if ('type' in schema) expect(property?.type).toBe(schema['type']);
    expect(property?.minimum).toBe(schema['minimum']);
    expect(property?.maximum).toBe(schema['maximum']);
    expect(property?.enum).toEqual(schema['enum']);
    expect(property?.minItems).toBe(schema['minItems']);
    expect(property?.maxItems).toBe(schema['maxItems']);
    expect(property?.maxLength).toBe(schema['maxLength']);
    expect(property?.markdownDescription).toMatch(/^[A-Z].*\.$/);
    expect(property?.enumDescriptions?.length).toBe(property?.enum?.length);
    for (const description of property?.enumDescriptions ?? []) expect(description).toMatch(/^[A-Z].*\.$/);
    // What a value may look like is said in words, too.
    if (property?.pattern !== undefined) expect(property.patternErrorMessage).toMatch(/\.$/);
  });

  it.each(lists)('%s takes the entries of the protocol', (name, items) => {
    expect(constraints(properties[name]?.items)).toEqual(constraints(items));
  });

  it('cannot be changed by a workspace or a container where it guards money, keys or privacy', () => {
    for (const [name, { scope }] of Object.entries(properties)) {
      expect([name, scope]).toEqual([name, FREE[name] ?? 'application']);
    }
    // What a workspace that is not trusted may set is what any workspace may.
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted()).toEqual(
      Object.keys(properties)
        .filter((name) => FREE[name] !== 'window')
        .toSorted(),
    );
  });

  it('stand in titled categories, in an order', () => {
    expect(categories.map(({ title }) => title)).toEqual([
      'Answers',
      'Privacy',
      'Pictures',
      'Voice',
      'Cache',
      'Markdown',
    ]);
    expect(categories.map(({ order }) => order)).toEqual(categories.map((_, index) => index + 1));
    for (const { properties: fields } of categories) {
      const orders = Object.values(fields).map(({ order }) => order);
      expect(orders).toEqual(orders.map((_, index) => index + 1));
    }
  });

  it('are all read by the code, and the code reads no other', () => {
    const groups = new Set(Object.keys(Settings.shape));
    const code = readFileSync(join(root, 'client/settings.ts'), 'utf8');
    for (const group of groups) expect(code).toMatch(new RegExp(`\\bgiven = \\{[^}]*\\b${group}\\b`));
    const sources = readSources('client', 'server', 'protocol');
    const named = sources.match(/(?<![\w.@])lenscap\.[a-z]+\.[a-zA-Z]+\b(?!\.md|\()/g) ?? [];
    const unknown = named.filter((name) => groups.has(name.split('.')[1] ?? '') && !(name in properties));
    expect(unknown).toEqual([]);
    // Beside where it is declared, each is used by its name.
    for (const name of Object.keys(properties)) {
      expect([name, sources.split(new RegExp(`\\b${name.split('.').at(-1)}\\b`)).length > 2]).toEqual([
        name,
        true,
      ]);
    }
  });

  it('are in the README with their defaults, in the order of the settings editor', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `(lenscap\.[\w.]+)` +\| (\S+) +\| (.+?) +\|$/gm)];
    expect(rows.map(([, name]) => name)).toEqual(Object.keys(properties));
    for (const [, name = '', shown = ''] of rows) {
      const value = properties[name]?.default;
      const said =
        value === '' ? 'empty' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
      expect([name, shown]).toEqual([name, said]);
    }
  });

  it.each(['routing', 'voice'])('%s: a local server is of this machine, as the daemon sees it', (group) => {
    const pattern = new RegExp(properties[`lenscap.${group}.localServer`]?.pattern ?? '^$');
    for (const [baseUrl, isTaken] of [
      ['', true],
      ['http://127.0.0.1:11434/v1', true],
      ['http://localhost:1234', true],
      ['https://[::1]:8080/v1/', true],
      ['http://192.168.1.2:11434/v1', false],
      ['http://localhost.example.com/v1', false],
    ] as const) {
      expect([baseUrl, pattern.test(baseUrl)]).toEqual([baseUrl, isTaken]);
      if (baseUrl !== '') expect(isOfThisMachine(baseUrl)).toBe(isTaken);
    }
  });

  it('takes the same base URLs', () => {
    const pattern = new RegExp(properties['lenscap.provider.baseUrl']?.pattern ?? '^$');
    for (const baseUrl of [
      '',
      'https://api.openai.com/v1',
      'http://127.0.0.1:8080',
      'ftp://host',
      'nonsense',
    ]) {
      expect(pattern.test(baseUrl)).toBe(Settings.safeParse({ provider: { baseUrl } }).success);
    }
  });
});

describe('settings with a mistake', () => {
  it('lose what is wrong, and nothing else', () => {
    const rule = { id: 'customer', description: '', pattern: 'C-[0-9]+' };
    const { settings, invalid } = validSettings({
      image: { maxEdge: 7, maxPayloadBytes: 300_000 },
      privacy: { mode: 'strict', rules: [{ id: 'NO', pattern: '' }, rule, { id: 'x' }], allow: 'all' },
    });
    expect(settings.image).toEqual({ maxEdge: 1024, maxPayloadBytes: 300_000 });
    expect(settings.privacy).toMatchObject({ mode: 'strict', rules: [rule], allow: [] });
    expect(invalid.toSorted()).toEqual([
      'image.maxEdge',
      'privacy.allow',
      'privacy.rules.0',
      'privacy.rules.2',
    ]);
  });

  it.each([undefined, null, 5, { privacy: 'off' }])('%j means the defaults', (given) => {
    expect(validSettings(given).settings).toEqual(Settings.parse({}));
  });
});
