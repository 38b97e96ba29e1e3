/** Internet Explorer Enhanced Security Configuration blocks sign-in pages in the browser it applies to. */
import { type Check, measuredFact, valueOf } from '../check.ts'

export const ieEsc: Check<'host.ie-esc'> = {
  id: 'host.ie-esc',
  async run({ reader, signal }) {
    const { administrators, users } = await reader.section('ieEsc', signal)
    const evidence = [measuredFact('ieEscAdministrators', administrators), measuredFact('ieEscUsers', users)]
    // Absent means that the component is not there, as on Core: nothing is blocked.
    const on = valueOf(administrators, 'ieEscAdministrators') ?? false
    return on ? { outcome: 'warn', finding: 'on', evidence } : { outcome: 'pass', finding: 'off', evidence }
  },
}
