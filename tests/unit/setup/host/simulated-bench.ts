/** Simulated servers in folders of their own, removed after the tests of a file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Host } from '../../../../setup/host/host-writer.ts'
import { loadProfile } from '../../../../setup/host/simulated/profile.ts'
import { openSimulatedHost, type SimulatedHostOptions } from '../../../../setup/host/simulated/simulated-host.ts'
import { type ServerProfile } from '../../../../setup/host/simulated/model.ts'

export const profilesFolder = join(import.meta.dirname, '../../../servers')

const made: string[] = []
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-server-'))
  made.push(folder)
  return folder
}

export const profileNamed = (name: string): ServerProfile => {
  const profile = loadProfile(name, profilesFolder)
  if (!profile.ok) throw new Error(JSON.stringify(profile.failure))
  return profile.value
}

export const simulatedServer = (profile = 'healthy-2022', more: Partial<SimulatedHostOptions> = {}): Host => {
  const host = openSimulatedHost({ profile: profileNamed(profile), folder: newFolder(), ...more })
  if (!host.ok) throw new Error(JSON.stringify(host.failure))
  return host.value
}
