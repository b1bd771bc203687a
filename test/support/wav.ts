// WAV files as they should be, and as they should not.

export interface WavLayout {
  /** 1 is PCM, 3 is float. */
  tag: number;
  bits: number;
  channels: number;
  rate: number;
  extensible?: boolean;
  kind?: 'RIFF' | 'RF64';
  /** Bytes of a frame, as the file says. */
  frameBytes?: number;
  /** Bytes of the samples, as the file says. */
  dataSize?: number;
  /** Between format and samples. */
  chunks?: readonly (readonly [string, Buffer])[];
}

/** A file of samples from −1 to 1, the same in each channel. */
export function wavOf(samples: Iterable<number>, layout: WavLayout): Buffer {
  const { tag, bits, channels, rate, extensible = false, kind = 'RIFF' } = layout;
  const width = Math.max(1, bits / 8);
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE((rate * channels * width) % 2 ** 32, 8);
  format.writeUInt16LE(layout.frameBytes ?? channels * width, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(tag, 24);
    format.write('000000001000800000aa00389b71', 26, 'hex');
  }
  const data = Buffer.concat(
    Array.from(samples, (sample) => sampleOf(sample, tag, bits)).flatMap((sample) =>
      Array.from({ length: Math.max(1, channels) }, () => sample),
    ),
  );
  const long = Buffer.alloc(28);
  long.writeBigUInt64LE(BigInt(data.length), 8);
  const parts = [
    ...(kind === 'RF64' ? [chunk('ds64', long)] : []),
    chunk('fmt ', format),
    ...(layout.chunks ?? []).map(([id, content]) => chunk(id, content)),
    chunk('data', data, layout.dataSize ?? (kind === 'RF64' ? 0xffff_ffff : data.length)),
  ];
  const body = Buffer.concat([Buffer.from('WAVE'), ...parts]);
  return Buffer.concat([chunk(kind, body, kind === 'RF64' ? 0xffff_ffff : body.length)]);
}

function chunk(id: string, content: Buffer, said = content.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(said, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function sampleOf(value: number, tag: number, bits: number): Buffer {
  const sample = Buffer.alloc(Math.max(1, bits / 8));
  if (tag === 3 && bits === 64) sample.writeDoubleLE(value);
  else if (tag === 3) sample.writeFloatLE(value);
  else if (bits === 8) sample.writeUInt8(Math.round(value * 127) + 128);
  else sample.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), 0, bits / 8);
  return sample;
}
