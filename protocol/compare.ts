import * as z from 'zod';
import { AttachmentId, Box } from './attach.ts';
import type { Message } from './message.ts';

/** One side of a place where two pictures differ. */
const Part = z.object({
  /** An attachment of its own: what is in the box, and nothing else. `lenscap/detach` lets it go. */
  id: AttachmentId,
  /** In pixels of the oriented source. */
  box: Box,
});

/**
 * client → daemon: finds where two attached pictures differ, on this machine
 * and free. To ask what the differences mean, send `lenscap/explain` with
 * `form: "changes"` and the `attachments` of the result, in their order: nothing
 * of the pictures but these places goes along, what is painted over stays so,
 * and where only words differ it is the words that go. A part of a picture that
 * is not safe is not safe either. Fails as `usage` if the pictures are too large together.
 */
export const compare = {
  method: 'lenscap/compare',
  params: z.object({ before: AttachmentId, after: AttachmentId }),
  result: z.object({
    /**
     * `exact`: laid over each other pixel on pixel; `rows`: something was scrolled, or pushed down; `none`: they have
     * too little in common, and all of both is one place.
     */
    alignment: z.enum(['exact', 'rows', 'none']),
    /** With `rows`: how far most of what both have went down, in pixels; less than zero where it went up. */
    movedBy: z.int(),
    /** From top to bottom; none where nothing differs to the eye. null where one picture has nothing of a place. */
    places: z.array(z.object({ before: Part.nullable(), after: Part.nullable() })),
    /** Of the picture that is larger, the share that differs. */
    share: z.number(),
    /** Whether something is painted over, so that differences under it are not seen. */
    hasCovered: z.boolean(),
    attachments: z.array(AttachmentId),
  }),
} satisfies Message;
