/** Puts the connector service's own files into the program folder. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type InstallStep, type ServicePayload } from '../step.ts'
import { existedBefore } from '../before.ts'

type Content = ServicePayload['files'][number]['content']

const sizeOf = (content: Content) => (typeof content === 'string' ? Buffer.byteLength(content) : statSync(content.shipped).size)
const hashOf = (content: Content) =>
  createHash('sha256')
    .update(typeof content === 'string' ? content : readFileSync(content.shipped))
    .digest('hex')

/** Every folder by itself, outer ones first, so that each is taken back only if it was not there before. */
const foldersOf = (program: string, { files }: ServicePayload): string[] => {
  const below = files.flatMap(({ path }) => {
    const names = path.split('\\').slice(0, -1)
    return names.map((_name, index) => `${program}\\${names.slice(0, index + 1).join('\\')}`)
  })
  return [program, ...new Set(below)]
}

export const programFolder: InstallStep = {
  name: 'programFolder',
  plan: ({ folders: { program } }, payload) => ({
    values: { folder: program, size: payload.files.reduce((sum, { content }) => sum + sizeOf(content), 0) },
    changes: [
      ...foldersOf(program, payload).map((what) => ({ kind: 'folder' as const, what })),
      ...payload.files.map(({ path }) => ({ kind: 'file' as const, what: `${program}\\${path}` })),
    ],
    weight: 12,
    cancellable: true,
  }),
  apply: async ({ inputs, host, payload, change, signal }) => {
    const { program } = inputs.folders
    for (const what of foldersOf(program, payload)) {
      const folder = await change(
        { kind: 'folder', what },
        () => existedBefore(host.reader, what),
        () => host.writer.createFolder(what, 'inherited'),
      )
      if (!folder.ok) return folder
    }
    for (const { path, content } of payload.files) {
      if (signal.aborted) return failed('CW3004')
      const what = `${program}\\${path}`
      const made = await change(
        { kind: 'file', what },
        () => existedBefore(host.reader, what),
        async () => {
          const written = await host.writer.writeFile(what, content, 'inherited')
          if (written.ok || written.failure.code !== 'CW3017') return written
          const later = await host.writer.replaceAtRestart(what, content)
          return later.ok ? failed('CW3022', { file: what }, written.failure.detail) : written
        },
      )
      if (!made.ok) return made
    }
    return succeeded(undefined)
  },
  verify: async ({ inputs, host, payload }) => {
    for (const { path, content } of payload.files) {
      const file = `${inputs.folders.program}\\${path}`
      const found = await host.reader.fileHash(file)
      if (found.is !== 'known') return failed('CW7009', { file, reason: found.is === 'unknown' ? found.why : 'missing' })
      if (found.value !== hashOf(content)) return failed('CW7009', { file, reason: 'content differs from what was shipped' })
    }
    return succeeded(undefined)
  },
  // A folder that was there before is left; the files that were put into it are taken out of it.
  undo: async ({ host }, { kind, what }, before) => {
    if (before['existed'] === true) return succeeded(undefined)
    const removed = kind === 'folder' ? await host.writer.removeFolder(what) : await host.writer.removeFile(what)
    return removed.ok ? succeeded(undefined) : removed
  },
}
