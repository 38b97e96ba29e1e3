/**
 * A folder that has the shape of Electron's distribution for Windows, where the real one cannot be fetched. Its program is an empty
 * PE that carries what the packager edits: version, manifest, fuses. Never shipped: it lets the real packaging run offline.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'

const language = 1033
const codepage = 1200

const manifest = `<?xml version="1.0" encoding="UTF-8"?><assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"><trustInfo xmlns="urn:schemas-microsoft-com:asm.v3"><security><requestedPrivileges><requestedExecutionLevel level="asInvoker" uiAccess="false"/></requestedPrivileges></security></trustInfo></assembly>`

/** Sentinel, version of the wire, number of fuses, and their states as Electron 45 has them from its makers. */
const fuseWire = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('101000111')])

const files = [
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'd3dcompiler_47.dll',
  'ffmpeg.dll',
  'icudtl.dat',
  'libEGL.dll',
  'libGLESv2.dll',
  'resources.pak',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'vk_swiftshader.dll',
  'vk_swiftshader_icd.json',
  'vulkan-1.dll',
  'LICENSE',
  'LICENSES.chromium.html',
  'version',
  'resources/.keep',
  'locales/en-US.pak',
  'locales/zh-CN.pak',
  'locales/de.pak',
]

const bytesOf = (buffer: Buffer): ArrayBuffer => Uint8Array.from(buffer).buffer

export const writeStubElectron = (folder: string, version: string): void => {
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true })
  const program = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(program, true)
  const versionInfo = Resource.VersionInfo.createEmpty()
  versionInfo.setFileVersion(version, language)
  versionInfo.setProductVersion(version, language)
  const texts = { CompanyName: 'GitHub, Inc.', FileDescription: 'Electron', ProductName: 'Electron', OriginalFilename: 'electron.exe' }
  versionInfo.setStringValues({ lang: language, codepage }, texts)
  versionInfo.outputToResourceEntries(resources.entries)
  resources.entries.push({ type: 24, id: 1, lang: language, codepage, bin: bytesOf(Buffer.from(manifest)) })
  // In a resource, so that later edits of the file carry it along.
  resources.entries.push({ type: 10, id: 1, lang: language, codepage, bin: bytesOf(fuseWire) })
  resources.outputResource(program)
  writeFileSync(join(folder, 'electron.exe'), Buffer.from(program.generate()))
  for (const name of files) writeFileSync(join(folder, name), `stub ${name}\n`)
}
