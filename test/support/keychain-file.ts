// What `keychain.ts` puts in the place of the keychain: keytar's functions, over a file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = process.env['TEST_KEYCHAIN'] ?? '';

function read(): Record<string, string> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

export async function getPassword(service: string, account: string): Promise<string | null> {
  return read()[`${service}/${account}`] ?? null;
}

export async function setPassword(service: string, account: string, password: string): Promise<void> {
  writeFileSync(file, JSON.stringify({ ...read(), [`${service}/${account}`]: password }));
}

export async function deletePassword(service: string, account: string): Promise<boolean> {
  const { [`${service}/${account}`]: known, ...rest } = read();
  writeFileSync(file, JSON.stringify(rest));
  return known !== undefined;
}
