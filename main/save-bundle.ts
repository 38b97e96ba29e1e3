/** Saving the support bundle: a dialog of the system, then the archive that the agent made. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, succeeded } from '../contract/error-codes.ts'
import { type ResultOf } from '../contract/wizard-api.ts'

export interface SaveBundleParts {
  readonly archive: () => Promise<ResultOf<'bundleArchive'>>
  /** Asks where to; absent when the person closed the dialog. */
  readonly ask: (proposed: string) => Promise<string | undefined>
  readonly folder: string
}

export const saveBundle = async ({ archive, ask, folder }: SaveBundleParts): Promise<ResultOf<'saveBundle'>> => {
  const made = await archive()
  if (!made.ok) return made
  const { name, base64, sha256 } = made.value
  const path = await ask(join(folder, name))
  if (path === undefined) return succeeded({ is: 'cancelled' })
  try {
    const bytes = Buffer.from(base64, 'base64')
    // What is in it concerns whoever asked for it.
    await writeFile(path, bytes, { mode: 0o600 })
    return succeeded({ is: 'saved', path, bytes: bytes.byteLength, sha256 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failed('CW7009', { file: path, reason }, reason)
  }
}
