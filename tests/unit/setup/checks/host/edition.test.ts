import { describe } from 'vitest'
import { edition } from '../../../../../setup/checks/host/edition.ts'
import { absent, known } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const system = (type: string) => ({ operatingSystem: { edition: known('ServerStandard'), installationType: known(type) } })

describe('host.edition', () => {
  examples(edition, [
    { title: 'passes with a desktop', facts: system('Server'), outcome: 'pass', finding: 'desktop' },
    { title: 'warns in the window on Core', facts: system('Server Core'), outcome: 'warn', finding: 'coreWindow' },
    {
      title: 'passes on the command line on Core',
      facts: system('Server Core'),
      more: { surface: 'commandLine' },
      outcome: 'pass',
      finding: 'core',
    },
    { title: 'does not guess Core when Windows does not say', facts: { operatingSystem: { installationType: absent } }, outcome: 'error' },
  ])
})
