// Pictures as cameras write them.
import { picture } from './images.ts';

/** A serial number that is nobody's. */
export const SERIAL = 'LENS-0042';

export interface PhotoOptions {
  readonly width?: number;
  readonly height?: number;
  readonly serial?: boolean;
  readonly position?: boolean;
  /** Free text, such as somebody with bad intentions would write. */
  readonly description?: string;
}

/** A JPEG taken at 59.91, 10.75 with a camera that says which one it is. */
export function photo(options: PhotoOptions = {}): Promise<Buffer> {
  const { width = 64, height = 48, serial = true, position = true, description } = options;
  return picture(width, height)
    .jpeg()
    .withExif({
      IFD0: { Make: 'Lenscap', ...(description && { ImageDescription: description }) },
      ...(serial && { IFD2: { BodySerialNumber: SERIAL } }),
      ...(position && {
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '59/1 54/1 36/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '10/1 45/1 0/1',
        },
      }),
    })
    .toBuffer();
}
