/** Finds and reads profile files. A profile that does not fit is `CW7002` with file, place and reason. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { failed, succeeded, type Result } from '../../../contract/error-codes.ts'
import { ServerProfile } from './model.ts'

export const defaultProfile = 'healthy-2022'
const largestProfile = 1024 * 1024

/** Names of the profiles in a folder, sorted, for `--help`. */
export const profileNames = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => basename(file, '.json'))
      .sort()
  } catch {
    return []
  }
}

/** `nameOrPath`: a name in `folder`, or a path (anything with a separator or that ends in `.json`), relative to the working folder. */
export const loadProfile = (nameOrPath: string, folder: string): Result<ServerProfile> => {
  const isPath = /[\\/]/.test(nameOrPath) || nameOrPath.endsWith('.json') || isAbsolute(nameOrPath)
  const file = isPath ? resolve(nameOrPath) : join(folder, `${nameOrPath}.json`)
  const refuse = (reason: string, at = '') => failed('CW7002', { file: isPath ? file : nameOrPath, at, reason })
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return refuse(
      code === 'ENOENT'
        ? `no such profile; there are ${profileNames(folder).join(', ') || 'none'}`
        : `cannot be read (${code ?? String(error)})`,
    )
  }
  return parseProfile(text, refuse)
}

export const parseProfile = (
  text: string,
  refuse: (reason: string, at?: string) => ReturnType<typeof failed> = (reason, at = '') =>
    failed('CW7002', { file: 'profile', at, reason }),
): Result<ServerProfile> => {
  if (text.length > largestProfile) return refuse('larger than 1 MB')
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return refuse(`not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  const parsed = ServerProfile.safeParse(raw)
  if (parsed.success) return succeeded(parsed.data)
  const issue = parsed.error.issues[0]
  return refuse(
    issue?.message.slice(0, 300) ?? 'does not fit',
    issue === undefined || issue.path.length === 0 ? '' : `, ${issue.path.map(String).join('.').slice(0, 300)}`,
  )
}
