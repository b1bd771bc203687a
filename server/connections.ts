import type { Settings } from '../protocol/settings.ts';
import type { FoundServer, KeyVerdict } from '../protocol/setup.ts';
import { type FoundKey, findKey } from './credentials.ts';
import type { Clock } from './gateway/clock.ts';
import { Gateway, LOCAL_SILENCE_MS } from './gateway/gateway.ts';
import type { ListedModel } from './gateway/model-list.ts';
import { Network, type NetworkSettings, proxiesOf } from './gateway/network.ts';
import { chooseLocalServer, chooseProvider, isLoopback, type Provider } from './gateway/provider.ts';
import { SentRequests } from './gateway/sent-requests.ts';
import type { Proxies } from './gateway/tunnel.ts';
import { checkKey, findServers, KEY_CHECK_WITHIN_MS } from './key-check.ts';

export interface ConnectionOptions extends NetworkSettings {
  settings: () => Settings;
  clock?: Clock | undefined;
}

/** A server and the model it is asked for. */
interface ConnectedServer {
  gateway: Gateway;
  model: string;
}

/** Whom can be asked, and the ways there: each is found once, and again after the key or the settings changed. */
export class Connections {
  /** What was sent to providers, lately. */
  readonly sent = new SentRequests();
  readonly #options: ConnectionOptions;
  readonly #network: Network;
  #editorKey: string | undefined;
  #main: Promise<Gateway | undefined> | undefined;
  #local: Promise<ConnectedServer | undefined> | undefined;
  #voiceServer: Promise<ConnectedServer | undefined> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#network = new Network(options);
  }

  /** Takes the editor's key; undefined falls back to keychain and environment. */
  setKey(apiKey: string | undefined): void {
    this.#editorKey = apiKey;
    this.#main = undefined;
  }

  /** The settings are others. */
  forget(): void {
    this.#main = undefined;
    this.#local = undefined;
    this.#voiceServer = undefined;
  }

  /** The key in force and where it came from. */
  key(): Promise<FoundKey> {
    return findKey(this.#editorKey, this.#options.environment);
  }

  /** Whom questions go to; undefined if nobody can be asked. @throws UsageError where key or address cannot be right */
  async provider(): Promise<Provider | undefined> {
    return chooseProvider(this.baseUrl, (await this.key()).apiKey);
  }

  /** Where questions go once there is a key; undefined: OpenAI. */
  get baseUrl(): string | undefined {
    const { settings, environment } = this.#options;
    return settings().provider.baseUrl || environment['OPENAI_BASE_URL'] || undefined;
  }

  /** The server of `lenscap.routing.localServer`; undefined without one, or where it is none of this machine. */
  get localServer(): Provider | undefined {
    return chooseLocalServer(this.#options.settings().routing.localServer);
  }

  /** The proxies that providers are reached through; empty for none. @throws UsageError if one is no address */
  get proxies(): Proxies {
    return proxiesOf(this.#options);
  }

  /** Asks a provider for its list of models, in the way it is reached. Costs nothing. @throws ProviderError, UsageError */
  async listModels(provider: Provider, timeoutMs?: number): Promise<ListedModel[]> {
    return this.#gatewayTo(provider).listModels(timeoutMs);
  }

  /** Asks the provider about a key that is not in force yet. */
  checkKey(apiKey: string): Promise<KeyVerdict> {
    return checkKey(
      () => chooseProvider(this.baseUrl, apiKey),
      (provider) => this.listModels(provider, KEY_CHECK_WITHIN_MS),
    );
  }

  /** Which of these addresses of this machine answer with a list of models. Others are not asked. */
  findServers(baseUrls: readonly string[]): Promise<FoundServer[]> {
    return findServers(baseUrls, (provider) => this.listModels(provider, KEY_CHECK_WITHIN_MS));
  }

  /** The provider's gateway; undefined if nobody can be asked. */
  main(): Promise<Gateway | undefined> {
    this.#main ??= this.provider().then((provider) => provider && this.#gatewayTo(provider));
    return this.#main;
  }

  /** The server on this machine; undefined without one. */
  local(): Promise<ConnectedServer | undefined> {
    this.#local ??= this.#findLocal().catch(() => undefined);
    return this.#local;
  }

  /** A server that cannot be reached is looked for again by the next question. */
  async #findLocal(): Promise<ConnectedServer | undefined> {
    const provider = this.localServer;
    if (!provider) return undefined;
    const gateway = this.#gatewayTo(provider);
    const model = this.#options.settings().routing.localModel || (await gateway.firstModel());
    if (model === undefined) this.#local = undefined;
    return model === undefined ? undefined : { gateway, model };
  }

  /** Who transcribes on this machine; undefined without a server there. */
  voiceServer(): Promise<ConnectedServer | undefined> {
    this.#voiceServer ??= this.#findVoiceServer();
    return this.#voiceServer;
  }

  async #findVoiceServer(): Promise<ConnectedServer | undefined> {
    const { localServer, model } = this.#options.settings().voice;
    const provider = chooseLocalServer(localServer);
    if (!provider) return undefined;
    const gateway = this.#gatewayTo(provider);
    // Servers with one model take any name, and many list none.
    return { gateway, model: model || (await gateway.firstModel()) || 'whisper-1' };
  }

  /** @throws UsageError if it is reached through a proxy whose address is none */
  #gatewayTo(provider: Provider): Gateway {
    const { clock } = this.#options;
    const isHere = isLoopback(provider);
    if (!isHere) proxiesOf(this.#options);
    return new Gateway(provider, {
      ...(isHere ? { silenceMs: LOCAL_SILENCE_MS } : { network: this.#network }),
      ...(clock && { clock }),
      onSent: (request) => this.sent.add(request),
    });
  }

  close(): Promise<void> {
    return this.#network.close();
  }
}
