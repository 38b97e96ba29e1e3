/** A value that must not be printed. It shows as `[secret]` in strings, JSON and inspection; `reveal` is the only way to it. */
export class Secret<T = string> {
  readonly #value: T
  constructor(value: T) {
    this.#value = value
  }
  /** The value itself. Every call is a place to review. */
  reveal(): T {
    return this.#value
  }
  toString(): string {
    return '[secret]'
  }
  toJSON(): string {
    return '[secret]'
  }
  get [Symbol.toStringTag](): string {
    return 'secret'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}
