/**
 * Signs the MSI, which is made after electron-builder has ended, with the certificate that electron-builder signs the programs with:
 * `CSC_LINK` (a file, or base64) and `CSC_KEY_PASSWORD`, or the same names with `WIN_` before them. By osslsigncode, which Debian has.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** electron-builder asks the same one. */
const timeStamps = 'http://timestamp.digicert.com'

/** Why it was not signed; undefined when it was, or when there is no certificate to sign with. */
export const signMsi = (msi: string, environment: NodeJS.ProcessEnv): string | undefined => {
  const link = environment['WIN_CSC_LINK'] ?? environment['CSC_LINK']
  if (link === undefined || link === '') return undefined
  const password = environment['WIN_CSC_KEY_PASSWORD'] ?? environment['CSC_KEY_PASSWORD']
  const folder = mkdtempSync(join(tmpdir(), 'causeway-signing-'))
  try {
    const [held, word, signed] = [join(folder, 'certificate.p12'), join(folder, 'password'), join(folder, 'signed.msi')]
    const isFile = existsSync(link)
    if (!isFile) writeFileSync(held, Buffer.from(link.replace(/^data:[^,]*,/, ''), 'base64'), { mode: 0o600 })
    // In a file: what is on a command line can be read by everybody on the machine.
    if (password !== undefined) writeFileSync(word, password, { mode: 0o600 })
    const proxy = environment['HTTPS_PROXY'] ?? environment['https_proxy']
    const { status, stdout, stderr, error } = spawnSync(
      'osslsigncode',
      [
        'sign',
        ...['-pkcs12', isFile ? link : held],
        ...(password === undefined ? [] : ['-readpass', word]),
        ...['-h', 'sha256', '-n', 'Causeway', '-add-msi-dse'],
        ...(environment['ELECTRON_BUILDER_OFFLINE'] === 'true' ? [] : ['-ts', timeStamps]),
        ...(proxy === undefined ? [] : ['-p', proxy]),
        ...['-in', msi, '-out', signed],
      ],
      { encoding: 'utf8' },
    )
    if (status !== 0) return error === undefined ? `osslsigncode: ${`${stdout}${stderr}`.trim()}` : 'osslsigncode is not installed'
    rmSync(msi)
    renameSync(signed, msi)
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
