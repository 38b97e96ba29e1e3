/** Paths of the simulated server (`C:\ProgramData\Causeway`) as real paths under its state folder. */
import { join } from 'node:path'
import { CodedError } from '../../../contract/error-codes.ts'

/**
 * `C:\ProgramData\Causeway` becomes `<state>/files/ProgramData/Causeway`, other drives `<state>/files/drive-D/...`.
 * Throws `CW7009` for anything that is no absolute path of Windows or that would lead out of the folder.
 */
export const localPathOf = (stateFolder: string, path: string): string => {
  const [drive = '', ...names] = path.split('\\')
  const parts = names.filter((name) => name !== '')
  const bad = !/^[A-Za-z]:$/.test(drive) || parts.some((part) => part === '.' || part === '..' || /[/:*?"<>|\0]/.test(part))
  if (bad)
    throw new CodedError('CW7009', 'not a path of the server', { file: path.slice(0, 300), reason: 'not an absolute path of Windows' })
  const letter = drive.charAt(0).toUpperCase()
  return join(stateFolder, 'files', ...(letter === 'C' ? [] : [`drive-${letter}`]), ...parts)
}
