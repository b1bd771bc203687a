/** Lenscap takes these for servers on this machine. */
export function isOfThisMachine(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname);
}

/** “2 models: llama3.2, qwen3” */
export function describeModels(models: readonly string[]): string {
  if (models.length === 0) return 'It has no model yet: load one there.';
  const named = models.slice(0, 3).join(', ');
  const rest = models.length > 3 ? ', …' : '';
  return `${models.length === 1 ? 'One model' : `${models.length} models`}: ${named}${rest}`;
}
