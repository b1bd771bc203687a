import type { ModelEntry, NewModel } from '../../protocol/models.ts';
import { addModel } from './add-model.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { userModelsVersion } from './user-models.ts';

/** The catalogue in force: it follows the setting, and models.json, whoever writes that. */
export class CurrentCatalogue {
  readonly #file: string;
  #custom: readonly ModelEntry[];
  #version = '';
  #last: Catalogue;

  /**
   * @param file models.json; it may be missing
   * @param custom the setting `lenscap.models.custom`
   * @throws LocalError if the file is wrong
   */
  constructor(file: string, custom: readonly ModelEntry[]) {
    this.#file = file;
    this.#custom = custom;
    this.#last = this.#load();
  }

  /** As it was read last. */
  get last(): Catalogue {
    return this.#last;
  }

  /**
   * With models.json as it is now: another window, or the command line, may have added a price.
   * @throws LocalError if the file is wrong
   */
  now(): Catalogue {
    if (userModelsVersion(this.#file) !== this.#version) this.#last = this.#load();
    return this.#last;
  }

  /** @throws LocalError if the file is wrong; the setting is in force once it is right */
  setCustom(custom: readonly ModelEntry[]): void {
    this.#custom = custom;
    // Whatever comes of it, it is not what was read before.
    this.#version = 'outdated';
    this.now();
  }

  /**
   * Adds a model to models.json, or corrects it there.
   * @param day local ISO date
   * @returns the file
   * @throws UsageError, LocalError
   */
  async add(model: NewModel, day: string): Promise<string> {
    await addModel(this.#file, model, this.now(), day);
    this.now();
    return this.#file;
  }

  #load(): Catalogue {
    // In this order a change in between is noticed the next time.
    const version = userModelsVersion(this.#file);
    const catalogue = loadCatalogue(this.#file, this.#custom);
    this.#version = version;
    return catalogue;
  }
}
