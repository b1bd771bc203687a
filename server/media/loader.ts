type Sharp = typeof import('sharp').default;

/** libvips' loaders that may run, by its operation names; every other (SVG, PDF, TIFF, …) is blocked. */
const LOADERS = [
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadWebpBuffer',
  'VipsForeignLoadNsgifBuffer',
  'VipsForeignLoadHeifBuffer',
];

let loading: Promise<Sharp> | undefined;

/** Loads the native decoder, once, with all but the allowed formats blocked. */
export function loadSharp(): Promise<Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: LOADERS });
    // Each picture is decoded once: a cache would only keep its pixels in memory.
    sharp.cache(false);
    return sharp;
  });
  return loading;
}
