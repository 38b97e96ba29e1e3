/** The scripts that came with this program: where they lie, and whether they are still what was shipped. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export class ShippedScripts {
  readonly folder: string
  readonly #hashes: Readonly<Record<string, string>>

  /** `hashes`: SHA-256 in hex by file name, from the build. */
  constructor(folder: string, hashes: Readonly<Record<string, string>>) {
    this.folder = folder
    this.#hashes = hashes
  }

  /** Why this script must not be run; undefined when it may. Looked at before each run. */
  problem(name: string): string | undefined {
    const expected = Object.hasOwn(this.#hashes, name) ? this.#hashes[name] : undefined
    if (expected === undefined) return `${name} is not a script of this program`
    try {
      const found = hashOfScript(readFileSync(join(this.folder, name)))
      return found === expected ? undefined : `${name} has SHA-256 ${found} and was shipped with ${expected}`
    } catch (error) {
      return `${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`
    }
  }
}

export const hashOfScript = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
