import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Settings } from '../protocol/settings.ts';
import { validSettings } from './valid-settings.ts';

const Property = z.object({
  type: z.string(),
  default: z.unknown(),
  scope: z.string(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  enum: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  minItems: z.int().optional(),
  maxItems: z.int().optional(),
  pattern: z.string().optional(),
  description: z.string().optional(),
  markdownDescription: z.string().optional(),
});
const Manifest = z.object({
  capabilities: z.object({
    untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }),
  }),
  contributes: z.object({ configuration: z.object({ properties: z.record(z.string(), Property) }) }),
});

const manifest = Manifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')),
);
const { properties } = manifest.contributes.configuration;

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
    expect(property?.description ?? property?.markdownDescription).toMatch(/\.$/);
  });

  it.each(lists)('%s takes the entries of the protocol', (name, items) => {
    expect(constraints(properties[name]?.items)).toEqual(constraints(items));
  });

  it('cannot be changed by a workspace: it could send the key elsewhere, or spend', () => {
    for (const property of Object.values(properties)) expect(property.scope).toBe('machine');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted()).toEqual(
      Object.keys(properties).toSorted(),
    );
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
