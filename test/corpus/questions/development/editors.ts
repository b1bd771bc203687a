// Source text and settings as an editor shows them.
import { editor } from '../../parts.ts';
import type { Layout } from '../../scene.ts';

export const FILES = [
  'v shop',
  '  v src',
  '    cart.ts',
  '    total.ts',
  '    server.ts',
  '  package.json',
  '  README.md',
];

function file(name: string, fileName: string, language: string, source: string): Layout {
  return {
    name,
    html: (scene) =>
      editor(scene, {
        file: fileName,
        language,
        source,
        files: FILES,
        firstLine: 1 + scene.random.below(3) * 40,
      }),
  };
}

export const debounce: Layout = file(
  'debounce',
  'search.ts',
  'typescript',
  `import { fetchSuggestions } from './api';

let timer: ReturnType<typeof setTimeout> | undefined;

export function onInput(query: string, show: (items: string[]) => void) {
  timer = setTimeout(async () => {
    const items = await fetchSuggestions(query);
    show(items);
  }, 250);
}

export function cancel() {
  clearTimeout(timer);
  timer = undefined;
}`,
);

export const mutableDefault: Layout = file(
  'mutable-default',
  'basket.py',
  'python',
  `from dataclasses import dataclass


@dataclass
class Item:
    name: str
    price: int
    count: int = 1


def add_item(item, basket=[]):
    basket.append(item)
    return basket


def total(basket):
    return sum(item.price * item.count for item in basket)


if __name__ == "__main__":
    first = add_item(Item("tea", 450))
    second = add_item(Item("mug", 1290))
    print(total(second))  # prints 1740, expected 1290`,
);

export const goRoutines: Layout = file(
  'goroutines',
  'fetch.go',
  'go',
  `package fetch

import (
	"net/http"
	"sync"
)

// All loads every address at once and keeps what came back.
func All(addresses []string) map[string]int {
	results := make(map[string]int)
	var wait sync.WaitGroup
	for _, address := range addresses {
		wait.Add(1)
		go func() {
			defer wait.Done()
			response, err := http.Get(address)
			if err != nil {
				return
			}
			results[address] = response.StatusCode
		}()
	}
	wait.Wait()
	return results
}`,
);

export const styleSheet: Layout = file(
  'style-sheet',
  'dialog.css',
  'css',
  `.dialog {
  position: fixed;
  inset: 0;
  margin: auto;
  width: min(480px, 90vw);
  z-index: 10;
}

.dialog .title {
  font-size: 18px;
  white-space: nowrap;
  overflow: hidden;
  text-overflow: ellipsis;
}

.menu {
  position: absolute;
  z-index: 200;
}`,
);

export const deployment: Layout = file(
  'deployment',
  'deployment.yaml',
  'yaml',
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
spec:
  replicas: 3
  selector:
    matchLabels:
      app: checkout
  template:
    metadata:
      labels:
        app: check-out
    spec:
      containers:
        - name: checkout
          image: registry.example.com/checkout:2.14.0
          ports:
            - containerPort: 8080
          readinessProbe:
            httpGet:
              path: /ready
              port: 8081
            periodSeconds: 10`,
);

export const compilerOptions: Layout = file(
  'compiler-options',
  'tsconfig.json',
  'json',
  `{
  "compilerOptions": {
    "target": "ES2022",
    "module": "commonjs",
    "moduleResolution": "bundler",
    "strict": true,
    "skipLibCheck": true,
    "outDir": "dist",
    "rootDir": "src",
    "paths": {
      "@shop/*": ["./packages/*/src"]
    }
  },
  "include": ["src"],
  "exclude": ["**/*.spec.ts"]
}`,
);

export const proxySettings: Layout = file(
  'proxy-settings',
  'shop.conf',
  'nginx',
  `upstream shop {
    server app1:4300;
    server app2:4300 backup;
}

server {
    listen 80;
    server_name shop.example.com;
    client_max_body_size 1m;

    location /api/ {
        proxy_pass http://shop/;
        proxy_read_timeout 15s;
        proxy_set_header Host $host;
    }

    location /upload {
        proxy_pass http://shop/upload;
    }
}`,
);
