import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import { imageLinkCommands } from '../../protocol/workspace-image.ts';
import { DIAGNOSTIC_SOURCE, isStrippable } from './describe.ts';
import { isSameRange, toImageLink, type WorkspaceImage } from './documents.ts';
import type { Look } from './pictures.ts';

/** The kinds of the actions below. */
export const ACTION_KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, CodeActionKind.Empty];

/**
 * What can be done about a link, as commands of the client.
 * @param diagnostics what the client shows there
 * @param only the kinds the client asks for; all if missing
 */
export function actionsFor(
  document: string,
  image: WorkspaceImage,
  look: Look,
  diagnostics: readonly Diagnostic[],
  only: readonly string[] | undefined,
): CodeAction[] {
  if (look.kind === 'refused') return [];
  const action = (title: string, command: string, rest: Partial<CodeAction>): CodeAction => ({
    title,
    command: { title, command, arguments: [toImageLink(document, image)] },
    ...rest,
  });
  const own = diagnostics.filter(
    ({ source, range }) => source === DIAGNOSTIC_SOURCE && isSameRange(range, image.destination),
  );
  const actions = [
    ...(isStrippable(look.facts)
      ? [
          action(l10n.t('Strip metadata'), imageLinkCommands.strip, {
            ...(own.length > 0
              ? { kind: CodeActionKind.QuickFix, diagnostics: own, isPreferred: true }
              : { kind: CodeActionKind.RefactorRewrite }),
          }),
        ]
      : []),
    action(l10n.t('Explain'), imageLinkCommands.explain, { kind: CodeActionKind.Empty }),
    action(l10n.t('Write alt text'), imageLinkCommands.writeAltText, {
      kind: CodeActionKind.RefactorRewrite,
    }),
  ];
  return only ? actions.filter(({ kind = '' }) => only.some((wanted) => isWithin(kind, wanted))) : actions;
}

/** Kinds are hierarchical: `refactor.rewrite` is a `refactor`, and everything is of the empty kind. */
function isWithin(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}
