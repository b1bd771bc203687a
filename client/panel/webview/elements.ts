// The elements that look as VS Code's own do. Whoever makes some of them (`button.ts`, `checkbox.ts`, `select.ts`) need
// not wait for this: they come to life where they stand. Until then they have attributes only: properties that were set
// before would be set once more when one that is put into the page later is drawn, over those set meanwhile.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
