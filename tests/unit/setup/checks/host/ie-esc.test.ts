import { describe } from 'vitest'
import { ieEsc } from '../../../../../setup/checks/host/ie-esc.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const component = (administrators: unknown, users: unknown = known(true)) => ({ ieEsc: { administrators, users } })

describe('host.ie-esc', () => {
  examples(ieEsc, [
    { title: 'passes when it is off for administrators', facts: component(known(false)), outcome: 'pass', finding: 'off' },
    { title: 'passes where the component is absent', facts: component(absent, absent), outcome: 'pass', finding: 'off' },
    { title: 'warns when it is on', facts: component(known(true)), outcome: 'warn', finding: 'on' },
    { title: 'is an error when it cannot be read', facts: component(unknown('error 5')), outcome: 'error' },
  ])
})
