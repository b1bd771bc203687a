// What keeps sentences translatable, checked on the syntax of the sources.
import ts from 'typescript';

export interface Fault {
  readonly line: number;
  readonly what: string;
}

/** Calls that show what they are given: which of their arguments, from and to. */
const SHOWING = new Map<string, readonly [from: number, to?: number]>([
  ['showInformationMessage', [0]],
  ['showWarningMessage', [0]],
  ['showErrorMessage', [0]],
  ['setStatusBarMessage', [0]],
  ['createWebviewPanel', [1, 2]],
  ['button', [0, 1]],
  ['iconButton', [1, 2]],
  ['element', [2]],
  ['LenscapError', [2]],
  ['UsageError', [1]],
  ['UnsafeMediaError', [1]],
  ['BudgetError', [1]],
  ['ProviderError', [1]],
  ['LocalError', [1]],
]);

/** Fields that people read, of what VS Code or a page of ours shows. */
const SHOWN = new Set([
  'title',
  'placeHolder',
  'prompt',
  'label',
  'detail',
  'description',
  'message',
  'hint',
  'tooltip',
  'saveLabel',
  'openLabel',
  'caption',
  'aria-label',
]);

/** What is the same in every language; `high` is a picture's detail, for providers. */
const NAMES = /\b(Lenscap|OpenAI|CSV|JSON|Markdown|gpt-[\w.-]+|VS Code|p50|p95|p99|high)\b/g;

/** Finds sentences that are shown as they are written, and so in English to everybody. */
export function untranslated(file: string, text: string): Fault[] {
  return walk(file, text, (node, tell) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const which = SHOWING.get(calledName(node.expression));
      for (const shown of which ? (node.arguments ?? []).slice(...which) : []) {
        for (const literal of literalsIn(shown)) tell(literal, literal.getText());
      }
    }
    if (ts.isPropertyAssignment(node) && SHOWN.has(propertyName(node.name))) {
      for (const literal of literalsIn(node.initializer)) tell(literal, literal.getText());
    }
  });
}

/**
 * Finds `l10n.t` where it does not do what it is for: with a sentence that the exporter cannot read, with
 * fewer values than places for them, or while a module loads, when nobody has said which language it is.
 */
export function misused(file: string, text: string): Fault[] {
  // A page is made while its script loads; it imports its language before.
  const isPage = /\/webview\/main\.ts$/.test(file);
  return walk(file, text, (node, tell) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'l10n.t') return;
    const [sentence, ...values] = node.arguments;
    if (!sentence || !ts.isStringLiteralLike(sentence)) tell(node, 'is not given a plain sentence');
    else {
      const places = [...sentence.text.matchAll(/\{(\d+)\}/g)].map(([, place]) => Number(place));
      const wanted = Math.max(0, ...places.map((place) => place + 1));
      if (wanted !== values.length) tell(node, `has ${values.length} values for ${wanted} places`);
    }
    if (!isPage && !isInFunction(node)) tell(node, 'is said while the module loads');
  });
}

function walk(
  file: string,
  text: string,
  look: (node: ts.Node, tell: (node: ts.Node, what: string) => void) => void,
): Fault[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const faults: Fault[] = [];
  const tell = (node: ts.Node, what: string) => {
    faults.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, what });
  };
  const visit = (node: ts.Node): void => {
    look(node, tell);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

/** The literals with words in them that an expression may be. */
function literalsIn(node: ts.Expression): ts.Node[] {
  if (ts.isParenthesizedExpression(node)) return literalsIn(node.expression);
  if (ts.isConditionalExpression(node)) return [...literalsIn(node.whenTrue), ...literalsIn(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...literalsIn(node.left), ...literalsIn(node.right)];
  if (ts.isStringLiteralLike(node)) return hasWords(node.text) ? [node] : [];
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    const inside = node.templateSpans.flatMap(({ expression }) => literalsIn(expression));
    return texts.some(hasWords) ? [node, ...inside] : inside;
  }
  return [];
}

function hasWords(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replace(/\$\([\w~-]+\)/g, '').replace(NAMES, ''));
}

function calledName(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
}

function propertyName(node: ts.PropertyName): string {
  return ts.isIdentifier(node) || ts.isStringLiteralLike(node) ? node.text : '';
}

function isInFunction(node: ts.Node): boolean {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    if (ts.isFunctionLike(at)) return true;
    // The field of an instance is made with it.
    const isStatic =
      ts.isPropertyDeclaration(at) && at.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    if (ts.isPropertyDeclaration(at) && !isStatic) return true;
  }
  return false;
}
