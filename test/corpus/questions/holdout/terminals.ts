// Commands that went wrong, in terminals' windows.
import type { QuestionItem } from '../question.ts';
import { terminalWindow } from './frame.ts';

const NPM_PEER = [
  '$ npm install @fjordkit/date-grid',
  'npm error code ERESOLVE',
  'npm error ERESOLVE unable to resolve dependency tree',
  'npm error',
  'npm error While resolving: booking-web@2.9.0',
  'npm error Found: react@19.1.0',
  'npm error node_modules/react',
  'npm error   react@"^19.1.0" from the root project',
  'npm error',
  'npm error Could not resolve dependency:',
  'npm error peer react@"^17 || ^18" from @fjordkit/date-grid@4.2.0',
  'npm error node_modules/@fjordkit/date-grid',
  'npm error   @fjordkit/date-grid@"*" from the root project',
  'npm error',
  'npm error Fix the upstream dependency conflict, or retry',
  'npm error this command with --force or --legacy-peer-deps',
  'npm error to accept an incorrect (and potentially broken) dependency resolution.',
];

const CARGO_BORROW = [
  '$ cargo build',
  '   Compiling tidal-index v0.3.1 (/home/maja/src/tidal-index)',
  'error[E0502]: cannot borrow `self.entries` as mutable because it is also borrowed as immutable',
  '  --> src/index.rs:74:13',
  '   |',
  '71 |         for entry in self.entries.iter() {',
  '   |                      -------------------',
  '   |                      |',
  '   |                      immutable borrow occurs here',
  '   |                      immutable borrow later used here',
  '...',
  '74 |             self.entries.push(entry.split());',
  '   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mutable borrow occurs here',
  '',
  'For more information about this error, try `rustc --explain E0502`.',
  'error: could not compile `tidal-index` (lib) due to 1 previous error',
];

const DOCKER_PORT = [
  '$ docker compose up -d',
  '[+] Running 3/4',
  ' ✔ Network shop_default    Created                                         0.1s',
  ' ✔ Container shop-redis-1  Started                                         0.6s',
  ' ✔ Container shop-db-1     Started                                         0.7s',
  ' ⠿ Container shop-web-1    Starting                                        0.9s',
  'Error response from daemon: driver failed programming external connectivity on',
  'endpoint shop-web-1: Bind for 0.0.0.0:8088 failed: port is already allocated',
  '$ docker ps --format "table {{.Names}}\\t{{.Ports}}"',
  'NAMES            PORTS',
  'grafana-old      0.0.0.0:8088->3000/tcp',
  'shop-redis-1     6379/tcp',
  'shop-db-1        5432/tcp',
];

const GIT_REJECTED = [
  '$ git push origin feature/seat-map',
  'To git.example.org:cinema/seats.git',
  ' ! [rejected]        feature/seat-map -> feature/seat-map (non-fast-forward)',
  "error: failed to push some refs to 'git.example.org:cinema/seats.git'",
  'hint: Updates were rejected because the tip of your current branch is behind',
  'hint: its remote counterpart. If you want to integrate the remote changes,',
  "hint: use 'git pull' before pushing again.",
  "hint: See the 'Note about fast-forwards' in 'git push --help' for details.",
  '$ git status -sb',
  '## feature/seat-map...origin/feature/seat-map [ahead 2, behind 5]',
  ' M src/seats/row.ts',
  '?? notes.txt',
];

const LINKER = [
  '$ make -j4',
  'cc -O2 -Wall -c -o build/mixer.o src/mixer.c',
  'cc -O2 -Wall -c -o build/resample.o src/resample.c',
  'src/resample.c: In function ‘resample_block’:',
  'src/resample.c:112:9: warning: unused variable ‘tail’ [-Wunused-variable]',
  '  112 |     int tail = n % 4;',
  '      |         ^~~~',
  'cc -o synth build/main.o build/mixer.o build/resample.o',
  '/usr/bin/ld: build/resample.o: in function `window_kernel`:',
  'resample.c:(.text+0x4e): undefined reference to `sinf`',
  '/usr/bin/ld: resample.c:(.text+0x9a): undefined reference to `cosf`',
  'collect2: error: ld returned 1 exit status',
  'make: *** [Makefile:18: synth] Error 1',
];

const TERRAFORM = [
  '$ terraform plan -out next.plan',
  'aws_s3_bucket.exports: Refreshing state... [id=harbor-exports]',
  'aws_db_instance.bookings: Refreshing state... [id=bookings-prod]',
  '',
  'Terraform will perform the following actions:',
  '',
  '  # aws_db_instance.bookings must be replaced',
  '-/+ resource "aws_db_instance" "bookings" {',
  '      ~ allocated_storage   = 200 -> 100 # forces replacement',
  '        engine              = "postgres"',
  '        instance_class      = "db.t4g.large"',
  '    }',
  '',
  '  # aws_s3_bucket.exports will be updated in-place',
  '  ~ resource "aws_s3_bucket" "exports" {',
  '      ~ tags = { "team" = "ops" -> "platform" }',
  '    }',
  '',
  'Plan: 1 to add, 1 to change, 1 to destroy.',
];

const DISKS = [
  '$ df -h',
  'Filesystem      Size  Used Avail Use% Mounted on',
  '/dev/nvme0n1p2  468G  201G  244G  46% /',
  '/dev/nvme0n1p1  511M  6.1M  505M   2% /boot/efi',
  '/dev/sda1       1.8T  1.8T   12K 100% /srv/backups',
  'tmpfs            16G  2.3M   16G   1% /run',
  '$ ./backup.sh',
  'tar: /srv/backups/2026-11-21.tar: Wrote only 4096 of 10240 bytes',
  'tar: Error is not recoverable: exiting now',
];

export const terminalItems: readonly QuestionItem[] = [
  {
    kind: 'terminal',
    layout: {
      name: 'npm-peer',
      html: (scene) =>
        terminalWindow(scene, {
          title: 'booking-web — zsh',
          prompt: 'maja@skerry booking-web %',
          lines: NPM_PEER,
        }),
    },
    prompt: 'why does the install fail?',
    needs: 'text',
    answer: ['Found: react@19.1.0', 'peer react@"^17 || ^18"'],
  },
  {
    kind: 'terminal',
    layout: {
      name: 'cargo-borrow',
      html: (scene) =>
        terminalWindow(scene, { title: 'tidal-index', prompt: '~/src/tidal-index ❯', lines: CARGO_BORROW }),
    },
    prompt: 'fix',
    needs: 'text',
    answer: ['cannot borrow', 'src/index.rs:74:13', 'self.entries.push(entry.split());'],
  },
  {
    kind: 'terminal',
    layout: {
      name: 'docker-port',
      html: (scene) =>
        terminalWindow(scene, { title: 'shop — bash', prompt: 'dev@workbench:~/shop$', lines: DOCKER_PORT }),
    },
    prompt: 'Warum startet der Web-Container nicht und wer blockiert ihn?',
    needs: 'text',
    answer: ['port is already allocated', 'grafana-old'],
  },
  {
    kind: 'terminal',
    layout: {
      name: 'git-rejected',
      html: (scene) =>
        terminalWindow(scene, { title: 'seats (feature/seat-map)', prompt: '➜  seats', lines: GIT_REJECTED }),
    },
    prompt: '¿por qué no me deja hacer push y qué hago?',
    needs: 'text',
    answer: ['non-fast-forward', 'ahead 2, behind 5'],
  },
  {
    kind: 'terminal',
    layout: {
      name: 'linker',
      html: (scene) => terminalWindow(scene, { title: 'make', prompt: 'lin@attic:~/synth$', lines: LINKER }),
    },
    prompt: '',
    needs: 'text',
    answer: ['undefined reference to `sinf`', 'cc -o synth build/main.o'],
  },
  {
    kind: 'terminal',
    layout: {
      name: 'terraform-plan',
      html: (scene) =>
        terminalWindow(scene, { title: 'infra/prod', prompt: 'infra/prod $', lines: TERRAFORM }),
    },
    prompt: 'is this safe to apply??',
    needs: 'text',
    answer: ['aws_db_instance.bookings must be replaced', 'forces replacement'],
  },
  {
    kind: 'terminal',
    layout: {
      name: 'disk-usage',
      html: (scene) => terminalWindow(scene, { title: 'nas', prompt: 'ada@nas:~$', lines: DISKS }),
    },
    prompt: 'hvorfor feiler sikkerhetskopien?',
    needs: 'text',
    answer: ['100% /srv/backups'],
  },
  {
    kind: 'terminal',
    layout: {
      name: 'git-rejected-look',
      html: (scene) => terminalWindow(scene, { title: 'seats', prompt: '➜  seats', lines: GIT_REJECTED }),
    },
    prompt: 'are the hint and error colors readable enough on this background?',
    needs: 'picture',
  },
];
