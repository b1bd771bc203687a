import { describe, expect, it } from 'vitest';
import { keysIn, moveSentences } from './manifest.ts';

const manifest = {
  name: 'lenscap',
  description: 'Screenshots explained.',
  contributes: {
    commands: [
      { command: 'lenscap.stop', title: 'Stop', category: 'Lenscap' },
      { command: 'lenscap.go', title: '%commands.lenscap.go.title%' },
    ],
    configuration: {
      title: 'Lenscap',
      properties: {
        'lenscap.size': {
          type: 'string',
          default: 'Small',
          enum: ['Small', 'Large'],
          enumDescriptions: ['Little', 'Much'],
          description: 'How much.',
          properties: { title: { type: 'string', description: 'Its title.' } },
        },
      },
    },
  },
};

describe('moving the sentences of a manifest', () => {
  it('takes what is shown, and leaves what is data, a name, or moved before', () => {
    const { manifest: after, moved } = moveSentences(manifest);
    expect(moved).toEqual({
      description: 'Screenshots explained.',
      'commands.lenscap.stop.title': 'Stop',
      'configuration.properties.lenscap.size.enumDescriptions.0': 'Little',
      'configuration.properties.lenscap.size.enumDescriptions.1': 'Much',
      'configuration.properties.lenscap.size.description': 'How much.',
      'configuration.properties.lenscap.size.properties.title.description': 'Its title.',
    });
    expect(keysIn(after)).toEqual([...Object.keys(moved), 'commands.lenscap.go.title'].toSorted());
    // Nothing else has changed.
    const restored = JSON.stringify(after).replace(/"%([^%"]+)%"/g, (text, key: string) =>
      key in moved ? JSON.stringify(moved[key]) : text,
    );
    expect(JSON.parse(restored)).toEqual(manifest);
    expect(moveSentences(after)).toEqual({ manifest: after, moved: {} });
  });

  it('does not give two sentences one key', () => {
    const twice = { command: 'lenscap.stop', title: 'Stop' };
    expect(() => moveSentences({ contributes: { commands: [twice, { ...twice, title: 'Halt' }] } })).toThrow(
      'Two sentences',
    );
  });
});
