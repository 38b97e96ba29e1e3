/**
 * The state of a simulated server on disk. The file is the only truth: it is read before each use and replaced whole
 * (temporary file, flush, rename), so that `kill -9` at any point leaves the state before or the state after, never a mixture.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CodedError, failed, succeeded, type Result } from '../../../contract/error-codes.ts'
import { localPathOf } from './server-path.ts'
import { ServerState, type ServerProfile } from './model.ts'

const stateFile = 'server.json'

/** Replaces a file whole. Throws what the file system throws. */
export const replaceFile = (path: string, content: string | Uint8Array, mode: number): void =>
  replaceThrough(`${path}.${process.pid}.new`, path, content, mode)

/** The same through a file of a known name; `written` is called before it takes the other's place. */
export const replaceThrough = (
  temporary: string,
  path: string,
  content: string | Uint8Array,
  mode: number,
  written: () => void = () => undefined,
): void => {
  const handle = openSync(temporary, 'w', mode)
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  written()
  renameSync(temporary, path)
}

export class StateStore {
  readonly folder: string
  constructor(folder: string) {
    this.folder = folder
  }

  /** Makes the state from the profile on first use. `CW7004` when what is there is damaged or of another profile. */
  open(profile: ServerProfile): Result<ServerState> {
    try {
      mkdirSync(join(this.folder, 'files'), { recursive: true, mode: 0o700 })
      for (const left of readdirSync(this.folder)) if (/^server\.json\.\d+\.new$/.test(left)) rmSync(join(this.folder, left))
    } catch (error) {
      return failed('CW7009', { file: this.folder, reason: (error as Error).message })
    }
    const present = this.#load()
    if (present === undefined) return this.#begin(profile)
    if (present.ok && present.value.profile !== profile.name) {
      return failed('CW7004', {
        file: join(this.folder, stateFile),
        at: '',
        reason: `belongs to the profile ${present.value.profile}, not ${profile.name}`,
      })
    }
    return present
  }

  /** Throws when the file was damaged while set-up ran. */
  read(): ServerState {
    const present = this.#load()
    if (present?.ok) return present.value
    throw new CodedError('CW7004', 'state of the simulated server is gone or damaged', {
      file: join(this.folder, stateFile),
      at: '',
      reason: 'gone or damaged',
    })
  }

  /** Applies a change; it is on disk when this returns. */
  change<T>(apply: (state: ServerState) => T): T {
    const state = this.read()
    const before = JSON.stringify(state)
    const result = apply(state)
    if (JSON.stringify(state) !== before) this.#save(state)
    return result
  }

  #load(): Result<ServerState> | undefined {
    const file = join(this.folder, stateFile)
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      return failed('CW7009', { file, reason: (error as Error).message })
    }
    try {
      const parsed = ServerState.safeParse(JSON.parse(text))
      if (parsed.success) return succeeded(parsed.data)
      const issue = parsed.error.issues[0]
      return failed('CW7004', {
        file,
        at: issue === undefined ? '' : `, ${issue.path.map(String).join('.')}`,
        reason: issue?.message ?? 'does not fit',
      })
    } catch (error) {
      return failed('CW7004', { file, at: '', reason: (error as Error).message })
    }
  }

  #begin(profile: ServerProfile): Result<ServerState> {
    const { schema: _schema, name, description: _description, source: _source, files, ...machine } = profile
    const state: ServerState = { schema: 'causeway.simulated-server/1', profile: name, ...machine }
    try {
      // Files first: the state file is what says that the server has been set up.
      for (const [path, content] of Object.entries(files)) {
        const local = localPathOf(this.folder, path)
        mkdirSync(content === null ? local : dirname(local), { recursive: true })
        if (content !== null) replaceFile(local, content, 0o644)
      }
      this.#save(state)
    } catch (error) {
      return failed('CW7009', { file: this.folder, reason: (error as Error).message })
    }
    return succeeded(state)
  }

  #save(state: ServerState): void {
    replaceFile(join(this.folder, stateFile), JSON.stringify(state, undefined, 1), 0o600)
  }
}
