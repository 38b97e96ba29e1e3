/** Makes the data folder, closed to other users, with the folders of key and logs in it. */
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { existedBefore } from '../before.ts'
import { type InstallStep } from '../step.ts'

const foldersOf = (data: string) => [data, `${data}\\identity`, `${data}\\logs`]

export const dataFolder: InstallStep = {
  name: 'dataFolder',
  plan: ({ folders }) => ({
    values: { folder: folders.data },
    changes: foldersOf(folders.data).map((what) => ({ kind: 'folder', what })),
    weight: 2,
    cancellable: true,
  }),
  apply: async ({ inputs, host, change }) => {
    for (const what of foldersOf(inputs.folders.data)) {
      const made = await change(
        { kind: 'folder', what },
        () => existedBefore(host.reader, what),
        () => host.writer.createFolder(what, 'closed'),
      )
      if (!made.ok) return made
    }
    return succeeded(undefined)
  },
  verify: async ({ inputs, host }) => {
    for (const file of foldersOf(inputs.folders.data)) {
      const kind = await host.reader.pathKind(file)
      if (kind.is !== 'known' || kind.value !== 'folder')
        return failed('CW7009', { file, reason: kind.is === 'unknown' ? kind.why : 'not a folder' })
    }
    const { writableByOthers, redirected } = await host.reader.section('programData', new AbortController().signal)
    if (writableByOthers.is === 'known' && writableByOthers.value)
      return failed('CW3011', { what: inputs.folders.data, reason: 'others may write to it' })
    if (redirected.is === 'known' && redirected.value)
      return failed('CW3011', { what: inputs.folders.data, reason: 'it is redirected elsewhere' })
    return succeeded(undefined)
  },
  undo: async ({ host }, { what }, before) => {
    if (before['existed'] === true) return succeeded(undefined)
    const removed = await host.writer.removeFolder(what)
    return removed.ok ? succeeded(undefined) : removed
  },
}
