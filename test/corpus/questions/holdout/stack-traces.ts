// Exceptions with their stacks: in terminals, in a browser's developer tools, in an error page.
import { escapeHtml, type Scene } from '../../scene.ts';
import type { QuestionItem } from '../question.ts';
import { browser, desktopWindow, terminalWindow } from './frame.ts';

const JAVA = [
  '2026-11-12 08:14:51.220 ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed',
  "Error creating bean with name 'invoiceController'",
  '    at o.s.beans.factory.support.ConstructorResolver.createArgumentArray(ConstructorResolver:795)',
  '    at o.s.context.support.AbstractApplicationContext.refresh(AbstractApplicationContext:616)',
  '    at no.kaia.billing.BillingApplication.main(BillingApplication.java:21)',
  "Caused by: Error creating bean with name 'invoiceRepository'",
  '    at o.s.beans.factory.support.BeanDefinitionValueResolver.resolve(BeanDefinition:342)',
  '    ... 19 common frames omitted',
  'Caused by: java.lang.IllegalArgumentException: Not a managed type: class no.kaia.billing.Invoice',
  '    at o.hibernate.metamodel.internal.JpaMetamodelImpl.managedType(JpaMetamodelImpl.java:193)',
  '    at o.s.data.jpa.repository.support.JpaEntityInformation.<init>(JpaEntity.java:81)',
  '    ... 34 common frames omitted',
  'Process finished with exit code 1',
];

const GO_PANIC = [
  '$ go run ./cmd/ferry',
  '2026/11/03 19:22:07 timetable loaded: 48 departures',
  '2026/11/03 19:22:07 listening on :7070',
  'panic: assignment to entry in nil map',
  '',
  'goroutine 34 [running]:',
  'example.org/ferry/internal/seats.(*Plan).Reserve(0xc0000a40f0, {0xc00001c2b8, 0x5}, 0x3)',
  '        /home/ole/ferry/internal/seats/plan.go:58 +0x9d',
  'example.org/ferry/internal/api.(*Server).postReservation(0xc0001b2000, 0xc0002ae000)',
  '        /home/ole/ferry/internal/api/reservations.go:112 +0x2f1',
  'net/http.HandlerFunc.ServeHTTP(0xc00011a0c0, {0x7f2b10, 0xc0002b8000})',
  '        /usr/local/go/src/net/http/server.go:2294 +0x29',
  'created by net/http.(*Server).Serve in goroutine 1',
  '        /usr/local/go/src/net/http/server.go:3454 +0x485',
  'exit status 2',
];

const FRAMES = [
  ['django/core/handlers/base.py', '197', 'response = wrapped_callback(request, *args, **kwargs)'],
  ['gardens/views.py', '64', 'plots = assign_plots(season, members)'],
  ['gardens/planning.py', '31', 'quota = len(plots) // season.member_count'],
] as const;

/** The page a web framework shows a developer after an exception. */
function errorPage(scene: Scene): string {
  const { theme, mono } = scene.look;
  const frames = FRAMES.map(
    ([file, line, code]) =>
      `<div style="margin:10px 0"><span class="mono">${file}</span>, line ${line}
      <pre style="background:${theme.raised};padding:8px;font-family:'${mono}'">${escapeHtml(`${line}    ${code}`)}</pre></div>`,
  );
  return browser(scene, {
    title: 'ZeroDivisionError at /plots/new/',
    address: 'localhost:8000/plots/new/',
    body: `<div style="background:#7a1f1f;color:#fff;padding:16px 24px"><div style="font-size:22px">ZeroDivisionError at /plots/new/</div>
      <div>integer division or modulo by zero</div></div>
      <div style="padding:14px 24px"><table><tr><td style="width:180px">Request Method:</td><td>POST</td></tr><tr><td>Django Version:</td><td>5.2.4</td></tr><tr><td>Python Version:</td><td>3.13.1</td></tr></table>
      <h3 style="margin:14px 0 4px">Traceback</h3>${frames.join('')}</div>`,
  });
}

const MESSAGES = [
  ['info', '[vite] connected.', 'client:733'],
  ['warn', 'Each child in a list should have a unique "key" prop.', 'TideTable.tsx:22'],
  ['error', "Uncaught TypeError: Cannot read properties of undefined (reading 'height')", 'tide.ts:41'],
  ['error', '    at nextHighWater (tide.ts:41:27)', ''],
  ['error', '    at TideTable (TideTable.tsx:18:16)', ''],
  ['error', '    at renderWithHooks (react-dom.js:5529:18)', ''],
  ['error', 'The above error occurred in the <TideTable> component.', 'react-dom.js:8171'],
  ['info', 'Download the React DevTools for a better development experience', 'react-dom.js:2'],
] as const;

/** A blank page, and the console of the browser's developer tools under it. */
function devTools(scene: Scene): string {
  const { theme, mono, px } = scene.look;
  const colours = { info: 'transparent', warn: '#f59e0b33', error: '#ef444433' };
  const rows = MESSAGES.map(
    ([level, text, source]) =>
      `<div style="display:flex;padding:3px 12px;border-bottom:1px solid ${theme.border};background:${colours[level]}"><pre style="flex:1;white-space:pre-wrap">${escapeHtml(text)}</pre><u>${source}</u></div>`,
  );
  return browser(scene, {
    title: 'Tide tables',
    address: 'localhost:5173/harbours/visby',
    body: `<div style="height:28%"></div><div style="border-top:2px solid ${theme.border};font:${px}px/1.45 '${mono}'">
      <div class="raised" style="padding:6px 12px;font-family:'${scene.look.ui}'">Elements &nbsp; <b>Console</b> &nbsp; Sources &nbsp; Network &nbsp; Performance &nbsp; Memory</div>${rows.join('')}</div>`,
  });
}

/** A run window of an IDE with a long exception in it. */
function runWindow(scene: Scene): string {
  const { theme, mono, px } = scene.look;
  const rows = JAVA.map(
    (line) =>
      `<div class="line" style="color:${line.startsWith(' ') ? theme.muted : theme.keyword}">${escapeHtml(line)}</div>`,
  );
  return desktopWindow(
    scene,
    'billing – Run',
    `<div class="raised" style="padding:6px 12px">Run: &nbsp; <b>BillingApplication</b> &nbsp; ×</div><div style="padding:8px 12px;font:${px}px/1.45 '${mono}'">${rows.join('')}</div>`,
  );
}

export const stackTraceItems: readonly QuestionItem[] = [
  {
    kind: 'stack trace',
    layout: { name: 'framework-error-page', html: errorPage },
    prompt: 'where does this come from',
    needs: 'text',
    answer: ['integer division or modulo by zero', 'gardens/planning.py', '// season.member_count'],
  },
  {
    kind: 'stack trace',
    layout: { name: 'spring-startup', html: runWindow },
    prompt: 'Root cause?',
    needs: 'text',
    answer: ['Not a managed type'],
    size: 'windowRetina',
  },
  {
    kind: 'stack trace',
    layout: { name: 'console-type-error', html: devTools },
    prompt: '',
    needs: 'text',
    answer: ["(reading 'height')", 'tide.ts:41:27'],
  },
  {
    kind: 'stack trace',
    layout: {
      name: 'go-panic',
      html: (scene) => terminalWindow(scene, { title: 'ferry', prompt: '~/ferry ▶', lines: GO_PANIC }),
    },
    prompt: 'which line of ours do I have to look at?',
    needs: 'text',
    answer: ['assignment to entry in nil map', 'internal/seats/plan.go:58'],
  },
];
