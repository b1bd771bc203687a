// The other blocks of metadata that travel in more than one format.
import { MARKER } from './marker.ts';

export const XMP = Buffer.from(
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="${MARKER}" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="59,54.6N" exif:GPSLongitude="10,45.0E" aux:SerialNumber="XS-${MARKER}" xmp:CreatorTool="Tool ${MARKER}"><dc:creator><rdf:Seq><rdf:li>Creator ${MARKER}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`,
);

/** Photoshop's resources with IPTC records in them, and a thumbnail. */
export function photoshop(): Buffer {
  const record = (dataSet: number, text: string) => {
    const head = Buffer.from([0x1c, 2, dataSet, 0, 0]);
    head.writeUInt16BE(text.length, 3);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  return Buffer.concat([
    resource(0x0404, Buffer.concat([record(80, `By ${MARKER}`), record(90, 'Oslo'), record(120, MARKER)])),
    resource(0x040c, Buffer.from(MARKER)),
  ]);
}

function resource(id: number, data: Buffer): Buffer {
  const head = Buffer.from('8BIM\0\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt16BE(id, 4);
  head.writeUInt32BE(data.length, 8);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** An archive of one stored file, by its own rules read from its end. */
export function zip(): Buffer {
  const name = Buffer.from('a.txt');
  const content = Buffer.from(MARKER);
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 'latin1');
  central.writeUInt32LE(content.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + content.length, 16);
  return Buffer.concat([local, name, content, central, name, end]);
}

export function pdf(): Buffer {
  return Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Lang(${MARKER})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  );
}

/** One box of an ISO media file. */
export function isoBox(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data]);
}
