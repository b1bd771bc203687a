/** Has the icons drawn: the page brings their style sheet without being kept waiting for it (`html.ts`). */
export function applyIcons(): void {
  const sheet = document.querySelector<HTMLLinkElement>('#vscode-codicon-stylesheet');
  if (sheet) sheet.rel = 'stylesheet';
}
