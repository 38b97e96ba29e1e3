/** A Wine machine that is installed on: what could be changed on it, and set-up run there against a control plane in this process. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { type SetupBench } from '../integration/setup/setup-bench.ts'
import type { Job } from './programs/killed-setup.ts'
import { causewaySetupGoing, driveC, type Ended, nodeExe, nodeProgram, programOnMachine, windowsPath, wineGoing } from './wine-machine.ts'

const Machine = z.object({ registry: z.record(z.string(), z.string()), services: z.array(z.unknown()) })

/** The journal and the logs of set-up, which stay and are named when everything else is taken back. */
export const setupFolder = join(driveC, 'ProgramData', 'Causeway Setup')

const filesIn = (folder: string): Record<string, string> => {
  const files: Record<string, string> = {}
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (path.startsWith(setupFolder)) continue
    files[path.slice(driveC.length)] = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'folder'
  }
  return files
}

/** File by file, key by key, service by service. */
export const machineState = () => {
  const { output, errors, code } = nodeExe(programOnMachine('machine-state.js'))
  if (code !== 0) throw new Error(`no state: ${code} ${errors}`)
  const { registry, services } = Machine.parse(JSON.parse(output))
  return { files: { ...filesIn(join(driveC, 'Program Files')), ...filesIn(join(driveC, 'ProgramData')) }, registry, services }
}

/** What Wine cannot tell, and an installation asks about. */
const unknownOnWine = ['host.powershell', 'host.dedicated', 'host.service-logon-right', 'host.antivirus', 'identity.domain-joined']

export const parametersOn = (bench: SetupBench, more: Record<string, unknown> = {}): string =>
  windowsPath(
    bench.parameters({
      connectionFile: windowsPath(bench.controlPlane.connectionFilePath),
      overrides: unknownOnWine.map((check) => ({ check, reason: 'Wine does not tell' })),
      ...more,
    }),
  )

export const installOn = async (bench: SetupBench, more: readonly string[] = []): Promise<Ended> =>
  causewaySetupGoing(['install', '--params', parametersOn(bench), ...more], (await bench.token()).reveal())

/** `killed-setup` on the machine; its end says nothing when it ended itself, the file of points does. */
export const killedOn = async (bench: SetupBench, job: Omit<Job, 'connectionFile' | 'state'>): Promise<Ended> => {
  const scratch = mkdtempSync(join(tmpdir(), 'causeway-kill-'))
  const file = join(scratch, 'job.json')
  const state = 'C:\\ProgramData\\Causeway Setup'
  writeFileSync(file, JSON.stringify({ ...job, state, connectionFile: bench.controlPlane.connectionFile }))
  const ended = await wineGoing(nodeProgram, [windowsPath(programOnMachine('killed-setup.js')), windowsPath(file)]).ended
  rmSync(scratch, { recursive: true })
  return ended
}

/** Another program that holds a service or a file open, until it is released. */
export const holding = async (kind: 'service' | 'file', name: string): Promise<{ release: () => Promise<void> }> => {
  const scratch = mkdtempSync(join(tmpdir(), 'causeway-hold-'))
  const [held, release] = [join(scratch, 'held'), join(scratch, 'release')]
  const program = wineGoing(nodeProgram, [windowsPath(programOnMachine('hold.mjs')), kind, name, windowsPath(held), windowsPath(release)])
  await vi.waitFor(() => expect(existsSync(held)).toBe(true), { timeout: 60_000, interval: 50 })
  return {
    release: async () => {
      writeFileSync(release, '')
      await program.ended
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

export const pointsIn = (file: string): string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []
