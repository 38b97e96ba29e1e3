import { describe } from 'vitest'
import { dotnet } from '../../../../../setup/checks/host/dotnet.ts'
import { absent, known } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const release = (n: number) => ({ dotnet: { release: known(n) } })

describe('host.dotnet', () => {
  examples(dotnet, [
    { title: 'passes with 4.7.2', facts: release(461_808), outcome: 'pass', finding: 'present', values: { version: '4.7.2' } },
    { title: 'passes with 4.8.1', facts: release(533_325), outcome: 'pass', finding: 'present', values: { version: '4.8.1' } },
    { title: 'warns of 4.6.2', facts: release(394_802), outcome: 'warn', finding: 'older', values: { version: '4.6.2' } },
    { title: 'warns when it is not installed', facts: { dotnet: { release: absent } }, outcome: 'warn', finding: 'absent' },
  ])
})
