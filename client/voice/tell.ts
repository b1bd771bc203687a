import { window } from 'vscode';

/** Says what the user has to know of what was made of a sound: that it is not all, or who was asked instead. */
export function tell(notices: readonly string[]): void {
  if (notices.length > 0) void window.showInformationMessage(`Lenscap: ${notices.join(' ')}`);
}
