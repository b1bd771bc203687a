export type Child = Node | string | undefined | false;
type Handlers = { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };

export interface Properties {
  readonly class?: string;
  /** HTML attributes by name; one that is undefined or false is left out, true is written empty. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly on?: Handlers;
}

/** Makes an element. Strings become text, never HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { class: classes, attributes = {}, on = {} }: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [type, handler] of Object.entries(on)) {
    made.addEventListener(type, handler as EventListener);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** A sentence with elements where its places `{0}`, `{1}` … are: in each language they stand elsewhere. */
export function sentenceWith(sentence: string, ...places: readonly Child[]): Child[] {
  return sentence
    .split(/\{(\d+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : places[Number(part)]))
    .filter((part) => part !== '');
}

/** One of VS Code's icons: decoration only, what it means is said elsewhere. Without a shadow root, as `iconButton`. */
export function icon(name: string, classes = ''): HTMLElement {
  return element('span', {
    class: `codicon codicon-${name} ${classes}`.trim(),
    attributes: { 'aria-hidden': 'true' },
  });
}

/**
 * A button that is an icon; `label` is its tooltip and what a screen reader says. It is no `vscode-toolbar-button`:
 * that brings two shadow roots and a style sheet of its own, which takes four times as long to draw, and a long
 * thread has a thousand of them; nor can it be disabled.
 */
export function iconButton(name: string, label: string, click: () => void): HTMLButtonElement {
  return element(
    'button',
    {
      class: 'icon-button',
      attributes: { type: 'button', title: label, 'aria-label': label },
      on: { click },
    },
    icon(name),
  );
}

/** What nodes were made as: elements of VS Code's add to themselves once they are in the page. */
const madeAs = new WeakMap<Node, string>();

function sourceOf(node: Node): string {
  return node instanceof Element ? node.outerHTML : `${node.nodeType} ${node.textContent}`;
}

/** Replaces children from the first one that differs, so that what stays keeps focus and selection. */
export function patchChildren(parent: Element, next: readonly Node[]): void {
  const old = [...parent.childNodes];
  let same = 0;
  for (const [index, node] of next.entries()) {
    const made = sourceOf(node);
    madeAs.set(node, made);
    const there = old[index];
    if (same === index && there && (madeAs.get(there) ?? sourceOf(there)) === made) same += 1;
  }
  for (const node of old.slice(same)) node.remove();
  parent.append(...next.slice(same));
}

/** Gives an element these children; those it has already stay where they are, with focus and clicks under way. */
export function setChildren(parent: Element, next: readonly Element[]): void {
  for (const child of [...parent.children]) if (!next.includes(child)) child.remove();
  for (const [index, child] of next.entries()) {
    const there = parent.children[index];
    if (there !== child) parent.insertBefore(child, there ?? null);
  }
}
