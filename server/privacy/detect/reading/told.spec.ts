import { describe, expect, it } from 'vitest';
import { createDetector } from '../detect.ts';

const { detector } = createDetector({ nationalIds: [], rules: [], allow: [] });

function found(line: string): string[] {
  const words = Array.from(line.matchAll(/\S+/g), ({ 0: text, index }) => {
    const symbols = Array.from(text, (character, at) => ({
      text: character,
      box: { x: (index + at) * 8, y: 0, width: 7, height: 12 },
    }));
    const box = { x: index * 8, y: 0, width: text.length * 8 - 1, height: 12 };
    return { text, confidence: 0.9, box, symbols };
  });
  const box = { x: 0, y: 0, width: line.length * 8, height: 12 };
  return detector.inReading({ lines: [{ box, words }] }).map(({ value }) => value);
}

describe('A password that somebody tells is found', () => {
  it.each([
    ['Su contrasefia temporal es monkey447 Llame al', 'monkey447'],
    ['Votre mot de passe provisoire est : maple-lantern-50', 'maple-lantern-50'],
    ['Your temporary password (letmein87) expires on 2025-08-25.', 'letmein87'],
    ['Passord (maple-acorn-71)', 'maple-acorn-71'],
    ['temporary password set to Winter2683!, tell the customer', 'Winter2683!'],
    ['and the pin for the door is 730012', '730012'],
    ['Code PIN : 55501398', '55501398'],
    ['s.login("jane@acme-corp.com", "Bridge1616!")', 'Bridge1616!'],
    ['new Credentials( "deploy", "gxSetvnegi4")', 'gxSetvnegi4'],
    ['User Id=sa;Password=BuzfEBYoHyBl;</connectionString>', 'BuzfEBYoHyBl'],
    ['<password>bdnk-gicez-147</password>', 'bdnk-gicez-147'],
  ])('%s', (line, value) => {
    expect(found(line)).toContain(value);
  });
});

describe('No password is found in', () => {
  it.each([
    'The password was changed to SHA-256 hashing.',
    'Your password expires on 2024-04-14 at 10:00',
    'password is required',
    'Set the password to at least 12 characters',
    'password: z.string().min(8), token?: string;',
    'The pin is 2026-11-21',
    'pin this version: 1234567890',
    'login("jane", "user-menu")',
    'signIn("github", "/dashboard2")',
    '<password>$' + '{env.DB_PASSWORD}</password>',
  ])('%s', (line) => {
    expect(found(line)).toEqual([]);
  });
});
