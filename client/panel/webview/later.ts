// What a page loads once it can be typed into: the checks of what it is told, and what draws answers. That is three
// quarters of all its code. A bundle of its own (`scripts/build.ts`), in which nothing may say sentences or keep state
// that the page itself has, too: it would be there twice.
export { Kept, ToView } from '../messages.ts';
export { BlockReader } from './blocks.ts';
export { LineHighlighter } from './highlight.ts';
export { codeInfos, renderHtml } from './render.ts';
export { sanitize } from './sanitize.ts';
