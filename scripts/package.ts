/**
 * `npm run package`: the installer and the MSI for Windows into `out/release`. Fetches Electron and NSIS with this machine's own
 * proxies; signs when CSC_LINK and CSC_KEY_PASSWORD are set, as electron-builder's documentation says.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './child-processes.ts'
import { buildPackage } from './packaging/builder.ts'
import { buildMsi, noMsiBecause } from './packaging/msi.ts'
import { layOutPackage } from './packaging/staging.ts'
import { fetchWindowsParts } from './windows-parts.ts'

const parts = fetchWindowsParts()
const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
layOutPackage(parts)
const { code, output } = await buildPackage()
process.stdout.write(output)
const unreachable =
  /https?:\/\/\S+(?=[^\n]*(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|status code|cannot download|40[0-9]|fetch failed))|(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT)[^\n]*/i.exec(
    output,
  )?.[0]
if (code !== 0 && unreachable !== undefined)
  process.stderr.write(
    `\nElectron or NSIS cannot be fetched from here (${unreachable.slice(0, 120)}). \`npm run package:verify\` proves the packaging without them.\n`,
  )
if (code === 0) {
  const release = join(root, 'out', 'release')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const none = noMsiBecause(version)
  const made = none === undefined ? buildMsi(join(release, `Causeway-Setup-${version}-x64.exe`), version, process.env) : { why: none }
  process.stdout.write('msi' in made ? `  • made the MSI for Group Policy and Intune  file=${made.msi}\n` : `  • no MSI: ${made.why}\n`)
  if ('why' in made && none === undefined) process.exit(1)
}
process.exit(code)
