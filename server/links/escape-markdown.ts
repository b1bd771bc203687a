/**
 * Text from outside in one line of Markdown that shows it as it is: never as
 * links, pictures or markup. Dots, commas and the like stay readable where
 * Markdown is printed as it is written.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[#$&*:<>@[\\\]_`|~]/g, '\\$&')
    .replace(/www(?=\.)/gi, '$&\\')
    .replace(/^(\d*)([-+.)])/, '$1\\$2');
}
