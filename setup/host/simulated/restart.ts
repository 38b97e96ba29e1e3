/** A restart of a simulated server: what waited for it is done, services that start with the server start. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { type ServerState } from './model.ts'
import { deleteRegistryKey, deleteRegistryValue, registryValue } from './registry-model.ts'
import { registryKeys } from '../registry-keys.ts'
import { localPathOf } from './server-path.ts'
import { isAlive, stopProcess } from './service-process.ts'
import { fileRenames } from './simulated-writer.ts'
import { type StateStore } from './state-store.ts'

const bare = (name: string): string => name.replace(/^!?\\\?\?\\/, '')

const moveFiles = (folder: string, { registry }: ServerState): void => {
  const found = registryValue(registry, registryKeys.sessionManager, fileRenames)
  const names = found.is === 'known' && found.value.type === 'multiString' ? found.value.value : []
  for (let at = 0; at + 1 < names.length; at += 2) {
    const from = localPathOf(folder, bare(names[at] ?? ''))
    const to = names[at + 1] ?? ''
    if (to === '') rmSync(from, { recursive: true, force: true })
    else if (existsSync(from)) renameSync(from, localPathOf(folder, bare(to)))
  }
  deleteRegistryValue(registry, registryKeys.sessionManager, fileRenames)
  // The model names a key only for the values in it.
  if (Object.keys(registry[registryKeys.sessionManager] ?? {}).length === 0) deleteRegistryKey(registry, registryKeys.sessionManager)
}

/** Returns the commands that were to run once, which are forgotten by then, as Windows does it. */
export const restartServer = async (store: StateStore, start: (service: string) => Promise<unknown>): Promise<string[]> => {
  for (const { process: running } of store.read().services)
    if (running?.pid !== undefined && isAlive({ pid: running.pid, startedAt: running.startedAt }))
      await stopProcess({ pid: running.pid, startedAt: running.startedAt })
  const commands = store.change((state) => {
    state.held = { paths: [], services: [] }
    state.services = state.services.filter(({ markedForDeletion }) => markedForDeletion !== true)
    for (const service of state.services) if (service.start === 'manual' || service.process !== undefined) service.state = 'stopped'
    for (const service of state.services) delete service.process
    moveFiles(store.folder, state)
    const once = Object.values(state.registry[registryKeys.runOnce] ?? {}).flatMap(({ value }) =>
      typeof value === 'string' ? [value] : [],
    )
    deleteRegistryKey(state.registry, registryKeys.runOnce)
    return once
  })
  for (const { name, start: when, state } of store.read().services)
    if (state === 'stopped' && (when === 'automatic' || when === 'delayedAutomatic')) await start(name)
  return commands
}
