/**
 * Runs on node.exe: prints every section of facts about this Windows machine, how long those took that come from Win32 and the
 * registry alone, and how long all took. As in set-up, they are asked for side by side while PowerShell starts.
 */
import { argv, stdout } from 'node:process'
import { sectionNames, type SectionName } from '../../../setup/host/fact-sections.ts'
import { openWindowsHost } from '../../../setup/host/windows/windows-host.ts'
import { powerShellScripts } from '../../../setup/shipped.ts'

/** Sections that wait for another program or for the network. */
const waiting: readonly SectionName[] = [
  'antivirus',
  'directoryLevels',
  'domainControllers',
  'machineSignIn',
  'powerShell',
  'roles',
  'secureChannel',
  'trusts',
]

const { reader, close } = openWindowsHost(argv[2] ?? '', powerShellScripts())
const signal = AbortSignal.timeout(30_000)
const wanted = argv.length > 3 ? sectionNames.filter((name) => argv.includes(name)) : sectionNames
const sections: Record<string, unknown> = {}
const started = performance.now()
const elapsed = (): number => Math.round(performance.now() - started)
const read = async (name: SectionName): Promise<void> => {
  sections[name] = await reader.section(name, signal)
}
const reading = wanted.map((name) => ({ name, done: read(name) }))
await Promise.all(reading.flatMap(({ name, done }) => (waiting.includes(name) ? [] : [done])))
const win32 = elapsed()
await Promise.all(reading.map(({ done }) => done))
stdout.write(JSON.stringify({ sections, win32, total: elapsed() }))
await close?.()
