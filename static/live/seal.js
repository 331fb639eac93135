/**
 * Makes what was typed unreadable to whoever has the disk: AES-GCM under a key that the server hands to the person's own
 * pages and that is never stored here. The first key seals; all open, so that a key can be replaced.
 */
const ALGORITHM = "AES-GCM";
const NAME_BYTES = 4;

export class Seal {
  #subtle;
  #keys;

  /**
   * @param {object} parts
   * @param {string[]} parts.keys of 32 bytes each, in base64; none, and nothing can be sealed
   * @param {SubtleCrypto | undefined} [parts.subtle] not there without TLS
   */
  constructor({ keys, subtle = crypto.subtle }) {
    this.#subtle = subtle;
    this.#keys = subtle ? keys.map(bytesOf) : [];
  }

  get canSeal() {
    return this.#keys.length > 0;
  }

  /**
   * @param {unknown} value as JSON can hold it
   * @param {string} bound what it belongs to: it opens for nothing else
   * @returns {Promise<{key: string, iv: Uint8Array, data: ArrayBuffer}>} `key` names the key, and tells nothing of it
   */
  async seal(value, bound) {
    const [key] = this.#keys;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    const data = await this.#subtle.encrypt(options(iv, bound), await this.#imported(key, "encrypt"), text);
    return { key: await this.#nameOf(key), iv, data };
  }

  /** What was sealed; null where no key of ours opens it, or it is not whole. */
  async open({ key: name, iv, data }, bound) {
    for (const key of this.#keys) {
      if ((await this.#nameOf(key)) !== name) continue;
      const text = await this.#subtle.decrypt(options(iv, bound), await this.#imported(key, "decrypt"), data).catch(() => null);
      return text && JSON.parse(new TextDecoder().decode(text));
    }
    return null;
  }

  #imported(key, use) {
    return this.#subtle.importKey("raw", key, ALGORITHM, false, [use]);
  }

  async #nameOf(key) {
    const digest = new Uint8Array(await this.#subtle.digest("SHA-256", key));
    return [...digest.slice(0, NAME_BYTES)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}

function options(iv, bound) {
  return { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(bound) };
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
