/** The statuses are those of MS-ERREF; none was recorded from a domain. */
import { describe } from 'vitest'
import { signIn } from '../../../../../setup/checks/identity/sign-in.ts'
import { absent, known } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const facts = (ticket: number, bind: unknown = absent) => ({
  machineSignIn: { ticket: known(ticket), bind, domainController: known('dc1.contoso.example') },
  membership: { domain: known('contoso.example') },
})
const fails = (title: string, status: number, finding: string) => ({ title, facts: facts(status), outcome: 'fail' as const, finding })

describe('identity.sign-in', () => {
  examples(signIn, [
    { title: 'passes with a new ticket', facts: facts(0), outcome: 'pass', finding: 'ticket', values: { domain: 'contoso.example' } },
    { title: 'passes with a signed bind', facts: facts(0, known(0)), outcome: 'pass', finding: 'signedIn' },
    fails('tells a clock that is too far away', 0xc0000133, 'clock'),
    fails('tells a clock that is too far away, in the words of SSPI', 0x80090324, 'clock'),
    fails('tells a disabled account', 0xc0000072, 'disabled'),
    fails('tells a password that was changed elsewhere', 0xc000006a, 'password'),
    fails('tells an account that is gone', 0xc000018b, 'noAccount'),
    fails('tells that nobody gave a ticket', 0xc000005e, 'noController'),
    { ...fails('names any other status', 0xc00000e5, 'refused'), values: { status: '0xc00000e5' } },
    { title: 'fails when the bind is refused', facts: facts(0, known(8)), outcome: 'fail', finding: 'bindRefused', values: { result: 8 } },
  ])
})
