import { defineConfig } from 'vitest/config';

// A group after the other: editors and browsers want the whole machine, and what comes first
// and fails is the smaller thing to look at. (Not from 0: Vitest may run that group last.)
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{protocol,client,server,scripts,test/support,test/corpus}/**/*.spec.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'daemon',
          include: ['test/daemon/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'host',
          include: ['test/host/**/*.test.ts'],
          sequence: { groupOrder: 3 },
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          sequence: { groupOrder: 4 },
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
