// What the page loads once it can be typed into: the elements it is made of, the checks of what it is told, and what
// draws answers. That is nine tenths of all code. It is a bundle of its own (`scripts/build.ts`), in which nothing may
// say sentences or keep state: what the page has of that would be there twice.
import './elements.ts';

export { Kept, ToView } from '../messages.ts';
export { BlockReader } from './blocks.ts';
export { LineHighlighter } from './highlight.ts';
export { codeInfos, renderHtml } from './render.ts';
export { sanitize } from './sanitize.ts';
