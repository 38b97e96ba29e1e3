/** Paths of the simulated server (`C:\ProgramData\Causeway`) as real paths under its state folder. */
import { join } from 'node:path'
import { CodedError } from '../../../contract/error-codes.ts'

const namesOf = (path: string): string[] =>
  path
    .split('\\')
    .slice(1)
    .filter((name) => name !== '')

/** An absolute path of Windows with a drive letter, that leads nowhere but down. */
export const isServerPath = (path: string): boolean =>
  /^[A-Za-z]:\\/.test(path) && namesOf(path).every((name) => name !== '.' && name !== '..' && !/[/:*?"<>|\0]/.test(name))

/**
 * `C:\ProgramData\Causeway` becomes `<state>/files/ProgramData/Causeway`, other drives `<state>/files/drive-D/...`.
 * Throws `CW7009` for anything that is no absolute path of Windows or that would lead out of the folder.
 */
export const localPathOf = (stateFolder: string, path: string): string => {
  if (!isServerPath(path)) {
    throw new CodedError('CW7009', 'not a path of the server', { file: path.slice(0, 300), reason: 'not an absolute path of Windows' })
  }
  const letter = path.charAt(0).toUpperCase()
  return join(stateFolder, 'files', ...(letter === 'C' ? [] : [`drive-${letter}`]), ...namesOf(path))
}
