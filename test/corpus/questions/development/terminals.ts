// Errors, logs and test runs as terminals show them.
import type { Layout } from '../../scene.ts';
import { shell } from './surfaces.ts';

export const peerConflict: Layout = shell(
  'peer-conflict',
  (scene) => `$ npm install react-calendar-grid
npm error code ERESOLVE
npm error ERESOLVE unable to resolve dependency tree
npm error
npm error While resolving: storefront@3.2.${scene.random.below(9)}
npm error Found: react@19.1.0
npm error node_modules/react
npm error   react@"^19.1.0" from the root project
npm error
npm error Could not resolve dependency:
npm error peer react@"^17.0.0 || ^18.0.0" from react-calendar-grid@4.6.1
npm error
npm error Fix the upstream dependency conflict, or retry
npm error this command with --force or --legacy-peer-deps
npm error A complete log of this run can be found in: ~/.npm/_logs/debug-0.log
$ `,
);

export const portInUse: Layout = shell(
  'port-in-use',
  (scene) => `$ npm run dev

> storefront@3.2.1 dev
> node --watch server.js

node:events:497
      throw er; // Unhandled 'error' event
      ^

Error: listen EADDRINUSE: address already in use :::4300
    at Server.setupListenHandle [as _listen2] (node:net:1937:16)
    at listenInCluster (node:net:1994:12)
    at Server.listen (node:net:2099:7)
    at Object.<anonymous> (server.js:${20 + scene.random.below(40)}:5) {
  code: 'EADDRINUSE',
  errno: -98,
  syscall: 'listen',
  port: 4300
}

Node.js v24.21.0
Failed running 'server.js'`,
);

export const borrowChecker: Layout = shell(
  'borrow-checker',
  () => `$ cargo build
   Compiling inventory v0.3.0
error[E0502]: cannot borrow \`stock\` as mutable because it is also borrowed as immutable
  --> src/main.rs:27:9
   |
25 |     for item in stock.iter() {
   |                 ------------
   |                 |
   |                 immutable borrow occurs here
   |                 immutable borrow later used here
26 |         if item.count == 0 {
27 |             stock.remove(item.id);
   |             ^^^^^^^^^^^^^^^^^^^^^ mutable borrow occurs here

For more information about this error, try \`rustc --explain E0502\`.
error: could not compile \`inventory\` (bin "inventory") due to 1 previous error
$ `,
);

export const rejectedPush: Layout = shell(
  'rejected-push',
  (scene) => `$ git push origin main
To git.example.com:team/shop.git
 ! [rejected]        main -> main (non-fast-forward)
error: failed to push some refs to 'git.example.com:team/shop.git'
hint: Updates were rejected because the tip of your current branch is behind
hint: its remote counterpart. If you want to integrate the remote changes,
hint: use 'git pull' before pushing again.
$ git log --oneline -3
${scene.fill('{7:x}')} (HEAD -> main) Round totals once, at the end
${scene.fill('{7:x}')} Show the delivery date in the cart
${scene.fill('{7:x}')} Translate the checkout
$ git status
On branch main
Your branch and 'origin/main' have diverged,
and have 3 and 2 different commits each, respectively.
nothing to commit, working tree clean
$ `,
);

export const missingModule: Layout = shell(
  'missing-module',
  () => `$ python manage.py migrate
Traceback (most recent call last):
  File "/srv/shop/manage.py", line 22, in <module>
    main()
  File "/srv/shop/manage.py", line 18, in main
    execute_from_command_line(sys.argv)
  File "/srv/shop/.venv/lib/python3.13/site-packages/django/core/management/__init__.py", line 442, in execute_from_command_line
    utility.execute()
  File "/srv/shop/shop/settings.py", line 9, in <module>
    import environ
ModuleNotFoundError: No module named 'environ'
$ pip list
Package    Version
---------- -------
asgiref    3.9.1
Django     5.2.4
pip        25.1.1
sqlparse   0.5.3
$ `,
);

export const nullPointer: Layout = shell(
  'null-pointer',
  (
    scene,
  ) => `2026-10-0${1 + scene.random.below(8)} 14:02:11.482 ERROR [http-8080-exec-7] o.a.c.c.C.[.[.[/].[dispatcherServlet]
java.lang.NullPointerException: Cannot invoke "Customer.getDiscount()" because "customer" is null
    at com.example.shop.pricing.PriceCalculator.total(PriceCalculator.java:84)
    at com.example.shop.pricing.PriceCalculator.quote(PriceCalculator.java:51)
    at com.example.shop.web.CartController.preview(CartController.java:133)
    at java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)
    at org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:258)
    at org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)
    at org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:883)
    at org.apache.tomcat.util.threads.TaskThread$WrappingRunnable.run(TaskThread.java:63)
    at java.base/java.lang.Thread.run(Thread.java:1583)`,
);

export const serviceLog: Layout = shell('service-log', (scene) => {
  const events = new Map([
    [9, 'WARN  pool    all 20 connections are taken, 14 requests wait'],
    [12, 'ERROR orders  could not write order 48213: deadlock detected, transaction rolled back'],
    [13, 'INFO  orders  trying order 48213 again (attempt 2 of 3)'],
    [15, 'ERROR mailer  550 mailbox unavailable, giving up on confirmation for order 48207'],
  ]);
  return Array.from({ length: 24 }, (_, index) => {
    const usual = `INFO  http    ${scene.random.pick(['GET', 'POST', 'PUT'])} /api/${scene.random.pick(['orders', 'carts', 'items'])}/${1000 + scene.random.below(9000)} 200 ${10 + scene.random.below(90)} ms`;
    return `10:${30 + index}:0${index % 10}.${100 + scene.random.below(900)} ${events.get(index) ?? usual}`;
  }).join('\n');
});

export const podEvents: Layout = shell(
  'pod-events',
  (scene) => `$ kubectl get pods
NAME                        READY   STATUS             RESTARTS      AGE
cart-${scene.fill('{9:x}')}-xk2pl       1/1     Running            0             6d
checkout-${scene.fill('{9:x}')}-9vhtm   0/1     CrashLoopBackOff   7 (41s ago)   12m
search-${scene.fill('{9:x}')}-q7d4n     1/1     Running            1 (3d ago)    9d
$ kubectl describe pod checkout | tail -12
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
    Limits:
      cpu:     500m
      memory:  128Mi
Events:
  Type     Reason     Age                 From      Message
  ----     ------     ----                ----      -------
  Normal   Pulled     11m (x4 over 12m)   kubelet   Container image already present on machine
  Warning  BackOff    41s (x33 over 11m)  kubelet   Back-off restarting failed container
$ `,
);

export const pipelineLog: Layout = shell(
  'pipeline-log',
  (scene) => `Run docker build --tag registry.example.com/shop:${scene.fill('{7:x}')} .
#5 [internal] load build context
#5 transferring context: 48.21MB 1.3s done
#8 [build 3/6] COPY package.json package-lock.json ./
#8 CACHED
#9 [build 4/6] RUN npm ci
#9 12.41 npm warn deprecated glob@7.2.3: Glob versions prior to v9 are no longer supported
#9 18.02 added 611 packages in 17s
#11 [build 6/6] RUN npm run build
#11 9.872 src/checkout/total.ts(41,18): error TS2345: Argument of type 'string | undefined'
#11 9.872   is not assignable to parameter of type 'string'.
#11 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2
------
 > [build 6/6] RUN npm run build:
------
ERROR: failed to build: failed to solve: process "/bin/sh -c npm run build" did not complete
Error: Process completed with exit code 1.`,
);

export const testRun: Layout = shell(
  'test-run',
  (scene) => `$ npx vitest run cart

 ✓ src/cart/empty.spec.ts (4 tests) ${5 + scene.random.below(20)}ms
 ✓ src/cart/add.spec.ts (9 tests) ${5 + scene.random.below(40)}ms
 FAIL  src/cart/total.spec.ts > adds the fee for delivery below 50 euros
AssertionError: expected 48.9 to be 53.85 // Object.is equality

- Expected
+ Received

- 53.85
+ 48.9

 ❯ src/cart/total.spec.ts:31:25
     29|   const cart = cartOf([{ price: 48.9, count: 1 }]);
     30|   cart.deliverTo('island');
     31|   expect(cart.total()).toBe(53.85);
       |                         ^

 Test Files  1 failed | 2 passed (3)
      Tests  1 failed | 17 passed (18)`,
);

export const helpText: Layout = shell(
  'help-text',
  () => `$ imgpack --help
Usage: imgpack [options] <files...>

Packs pictures into one file for the web.

Options:
  -o, --output <file>      where to write (default: "sprites.webp")
  -q, --quality <number>   1 to 100 (default: 82)
  -e, --edge <pixels>      longest side of each picture
      --lossless           keeps every pixel; ignores --quality
      --strip              removes metadata
  -w, --watch              packs again whenever a file changes
  -h, --help               shows this help
$ imgpack icons/*.png --quality 300
error: option '-q, --quality <number>' argument '300' is invalid. Allowed are 1 to 100.
$ `,
);
