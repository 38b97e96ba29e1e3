/** Puts the connector service's own files into the program folder. */
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type InstallStep } from '../step.ts'
import { existedBefore } from '../before.ts'

const sizeOf = (content: string | Uint8Array) => (typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength)

export const programFolder: InstallStep = {
  name: 'programFolder',
  plan: ({ folders }, { files }) => ({
    values: { folder: folders.program, size: files.reduce((sum, { content }) => sum + sizeOf(content), 0) },
    changes: [
      { kind: 'folder', what: folders.program },
      ...files.map(({ path }) => ({ kind: 'file' as const, what: `${folders.program}\\${path}` })),
    ],
    weight: 12,
    cancellable: true,
  }),
  apply: async ({ inputs, host, payload, change, signal }) => {
    const { program } = inputs.folders
    const folder = await change(
      { kind: 'folder', what: program },
      () => existedBefore(host.reader, program),
      () => host.writer.createFolder(program, 'inherited'),
    )
    if (!folder.ok) return folder
    for (const { path, content } of payload.files) {
      if (signal.aborted) return failed('CW3004')
      const what = `${program}\\${path}`
      const parent = what.slice(0, what.lastIndexOf('\\'))
      const made = await change(
        { kind: 'file', what },
        () => existedBefore(host.reader, what),
        async () => {
          const above = parent === program ? succeeded(undefined) : await host.writer.createFolder(parent, 'inherited')
          return above.ok ? host.writer.writeFile(what, content, 'inherited') : above
        },
      )
      if (!made.ok) return made
    }
    return succeeded(undefined)
  },
  verify: async ({ inputs, host, payload }) => {
    for (const { path, content } of payload.files) {
      const file = `${inputs.folders.program}\\${path}`
      const found = await host.reader.readFile(file)
      if (found.is !== 'known') return failed('CW7009', { file, reason: found.is === 'unknown' ? found.why : 'missing' })
      if (!Buffer.from(found.value).equals(Buffer.from(content)))
        return failed('CW7009', { file, reason: 'content differs from what was shipped' })
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
