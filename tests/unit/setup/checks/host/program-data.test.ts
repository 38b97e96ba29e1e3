import { describe } from 'vitest'
import { programData } from '../../../../../setup/checks/host/program-data.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const folder = (more: object) => ({
  programData: {
    path: known('C:\\ProgramData\\Causeway'),
    owner: known('S-1-5-18'),
    writableByOthers: known(false),
    redirected: known(false),
    ...more,
  },
})

describe('host.program-data', () => {
  examples(programData, [
    { title: 'passes when the folder is ours', facts: folder({}), outcome: 'pass', finding: 'ours' },
    {
      title: 'passes when there is none',
      facts: folder({ owner: absent, writableByOthers: absent, redirected: absent }),
      outcome: 'pass',
      finding: 'creatable',
    },
    {
      title: 'fails when somebody else owns it',
      facts: folder({ owner: known('S-1-5-21-1-1337') }),
      outcome: 'fail',
      finding: 'planted',
      values: { owner: 'S-1-5-21-1-1337' },
    },
    { title: 'fails when others may write', facts: folder({ writableByOthers: known(true) }), outcome: 'fail', finding: 'planted' },
    { title: 'fails when it leads elsewhere', facts: folder({ redirected: known(true) }), outcome: 'fail', finding: 'planted' },
    { title: 'is an error when the access cannot be read', facts: folder({ writableByOthers: unknown('error 5') }), outcome: 'error' },
  ])
})
