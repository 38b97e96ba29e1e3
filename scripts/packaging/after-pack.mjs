/** A hook of electron-builder, which leaves Electron's own number as the program's "Product version" in Explorer. Before signing. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'

/** @param {{ appOutDir: string, packager: { appInfo: { productFilename: string, version: string } } }} context */
const setProductVersion = ({ appOutDir, packager: { appInfo } }) => {
  const program = join(appOutDir, `${appInfo.productFilename}.exe`)
  const executable = NtExecutable.from(readFileSync(program))
  const resources = NtExecutableResource.from(executable)
  for (const versionInfo of Resource.VersionInfo.fromEntries(resources.entries)) {
    for (const language of versionInfo.getAllLanguagesForStringValues())
      versionInfo.setStringValues(language, { ProductVersion: appInfo.version })
    versionInfo.outputToResourceEntries(resources.entries)
  }
  resources.outputResource(executable)
  writeFileSync(program, Buffer.from(executable.generate()))
}

export { setProductVersion as default }
