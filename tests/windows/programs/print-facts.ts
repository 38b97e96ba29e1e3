/** Runs on node.exe: prints every section of facts about this Windows machine and how long they took. */
import { argv, stdout } from 'node:process'
import { sectionNames } from '../../../setup/host/fact-sections.ts'
import { openWindowsHost } from '../../../setup/host/windows/windows-host.ts'
import { powerShellScripts } from '../../../setup/shipped.ts'

const { reader, close } = openWindowsHost(argv[2] ?? '', powerShellScripts())
const started = performance.now()
const signal = AbortSignal.timeout(30_000)
const wanted = argv.length > 3 ? sectionNames.filter((name) => argv.includes(name)) : sectionNames
const sections: Record<string, unknown> = {}
const milliseconds: Record<string, number> = {}
for (const name of wanted) {
  const start = performance.now()
  sections[name] = await reader.section(name, signal)
  milliseconds[name] = Math.round(performance.now() - start)
}
stdout.write(JSON.stringify({ sections, milliseconds, total: Math.round(performance.now() - started) }))
await close?.()
