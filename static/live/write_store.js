/**
 * What is kept in this browser between two pages, in IndexedDB: records `{id, person, board, at, …}` by their id.
 * Everything rejects where the browser has no place, or no right to it (private windows, a full disk).
 */
const NAME = "aster";
const STORE = "writes";
const BY_PERSON = "by person";

export class WriteStore {
  #factory;
  #opened = null;

  /** @param {{factory?: IDBFactory | null}} [parts] */
  constructor({ factory = browserFactory() } = {}) {
    this.#factory = factory;
  }

  put(record) {
    return this.#do("readwrite", (store) => store.put(record));
  }

  remove(id) {
    return this.#do("readwrite", (store) => store.delete(id));
  }

  /** @returns {Promise<object[]>} a person's records, oldest first */
  async of(person) {
    const found = await this.#do("readonly", (store) => store.index(BY_PERSON).getAll(person));
    return found.sort((one, other) => one.at - other.at || one.turn - other.turn);
  }

  /** Everything of a person. */
  async wipe(person) {
    for (const { id } of await this.of(person)) await this.remove(id);
  }

  close() {
    this.#opened?.then((database) => database.close()).catch(() => {});
    this.#opened = null;
  }

  async #do(mode, ask) {
    const database = await this.#open();
    const change = database.transaction(STORE, mode, { durability: "strict" });
    const request = ask(change.objectStore(STORE));
    await new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onabort = () => reject(change.error ?? request.error);
    });
    return request.result;
  }

  /** Asked anew after a failure, and after the browser has closed it. */
  #open() {
    this.#opened ??= open(this.#factory, () => (this.#opened = null));
    this.#opened.catch(() => (this.#opened = null));
    return this.#opened;
  }
}

async function open(factory, closed) {
  if (!factory) throw new DOMException("no place to keep anything", "NotSupportedError");
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" }).createIndex(BY_PERSON, "person");
  const database = await new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  database.onclose = closed;
  database.onversionchange = () => {
    database.close(); // a newer page of ours
    closed();
  };
  return database;
}

/** Where storage is forbidden, asking for it throws. */
function browserFactory() {
  try {
    return window.indexedDB ?? null;
  } catch {
    return null;
  }
}
