/** Installers in the downloads folder: name, size, hash. A hash is computed once for each state of a file. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface Installer {
  name: string
  path: string
  bytes: number
  /** Lower-case hex. */
  sha256: string
}

const offered = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,120}\.(exe|msi|zip)$/

export class Installers {
  readonly #folder: string | undefined
  readonly #hashes = new Map<string, Promise<string>>()

  /** @param folder absent or missing: there are none */
  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /** Newest first. */
  async list(): Promise<Installer[]> {
    const folder = this.#folder
    if (folder === undefined) return []
    const names = (await readdir(folder).catch(() => [])).filter((name) => offered.test(name))
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name)
        const facts = await stat(path).catch(() => undefined)
        return facts?.isFile() === true ? { name, path, bytes: facts.size, changed: facts.mtimeMs } : undefined
      }),
    )
    const present = files.filter((file) => file !== undefined).sort((a, b) => b.changed - a.changed)
    return Promise.all(
      present.map(async ({ changed, ...file }) => ({ ...file, sha256: await this.#hash(file.path, `${file.bytes} ${changed}`) })),
    )
  }

  /** Absent: no such file, or not one that is offered. */
  async find(name: string): Promise<Installer | undefined> {
    return (await this.list()).find((installer) => installer.name === name)
  }

  #hash(path: string, state: string): Promise<string> {
    const key = `${path} ${state}`
    const known = this.#hashes.get(key)
    if (known !== undefined) return known
    const hash = createHash('sha256')
    const computing = pipeline(createReadStream(path), hash).then(() => hash.digest('hex'))
    this.#hashes.set(key, computing)
    return computing
  }
}

/** In groups of eight, two lines of four, so that a person can compare it. */
export const groupedHash = (sha256: string): [string, string] => {
  const groups = sha256.match(/.{8}/g) ?? []
  return [groups.slice(0, 4).join(' '), groups.slice(4).join(' ')]
}
