import * as l10n from '@vscode/l10n';
import type OpenAI from 'openai';
import * as z from 'zod';
import { ProviderError } from '../../protocol/errors.ts';
import type { Provider } from './provider.ts';

/** A model as a provider lists it; only OpenAI says when one ends. */
const ListedModel = z.object({
  id: z.string().min(1),
  shutdown_date: z.iso.date().nullish().catch(undefined),
});
export type ListedModel = z.infer<typeof ListedModel>;

const ModelList = z.object({ data: z.array(ListedModel) });

/**
 * Asks a provider for its list of models. It costs nothing.
 * @throws ProviderError if it refuses the key, cannot be reached, or answers with something else
 */
export async function listModels(
  client: OpenAI,
  provider: Provider,
  timeoutMs: number,
): Promise<ListedModel[]> {
  const { toProviderError, whoIs } = await import('./provider-errors.ts');
  let body: unknown;
  try {
    body = await client.get('/models', { timeout: timeoutMs });
  } catch (error) {
    throw error instanceof SyntaxError ? notAList(whoIs(provider), error) : toProviderError(error, provider);
  }
  const list = ModelList.safeParse(body);
  if (!list.success) throw notAList(whoIs(provider), list.error);
  return list.data.data;
}

function notAList(who: string, cause: unknown): ProviderError {
  return new ProviderError(
    'not-understood',
    l10n.t('{0} answered, but not with a list of models.', who),
    l10n.t('Check lenscap.provider.baseUrl or OPENAI_BASE_URL: it mostly ends in /v1.'),
    { cause },
  );
}
