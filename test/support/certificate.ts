// A certificate authority of one, made at run time, for servers on loopback.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate that signs itself, valid for a day around now, as PEM. */
export function selfSigned(hostName: string): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = sequence(set(sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from(hostName)))));
  const hour = 3_600_000;
  const content = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(Date.now() - hour), time(Date.now() + 24 * hour)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        // It is an authority; and the server's name.
        sequence(oid(2, 5, 29, 19), octets(sequence(der(0x01, Buffer.from([0xff]))))),
        sequence(oid(2, 5, 29, 17), octets(sequence(der(0x82, Buffer.from(hostName))))),
      ),
    ),
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(
    content,
    ECDSA_WITH_SHA256,
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const set = (...parts: Uint8Array[]) => der(0x31, ...parts);
const octets = (...parts: Uint8Array[]) => der(0x04, ...parts);
const integer = (value: Uint8Array) => der(0x02, value);
const oid = (first: number, second: number, ...rest: number[]) =>
  der(0x06, Buffer.from([first * 40 + second, ...rest]));

const ECDSA_WITH_SHA256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));

/** UTCTime: YYMMDDHHMMSSZ. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '');
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}
