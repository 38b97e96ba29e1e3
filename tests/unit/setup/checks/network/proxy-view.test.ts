import { describe } from 'vitest'
import { proxyView } from '../../../../../setup/checks/network/proxy-view.ts'
import { absent, known, unknown } from '../../../../../setup/host/fact-sections.ts'
import { examples } from '../check-bench.ts'

const proxies = (user: unknown, service: unknown, machine: unknown = service) => ({ proxy: { user, machine, service } })
const direct = known({ is: 'direct' })
const manual = (address: string) => known({ is: 'manual', address, bypass: [] })

describe('network.proxy-view', () => {
  examples(proxyView, [
    { title: 'passes without proxies', facts: proxies(direct, direct), outcome: 'pass', finding: 'direct' },
    {
      title: 'passes when they are the same, however they are written',
      facts: proxies(manual('http://proxy.contoso.example:8080/'), manual('http=a:1;https=proxy.contoso.example:8080')),
      outcome: 'pass',
      finding: 'same',
    },
    {
      title: 'warns when only the user has one',
      facts: proxies(manual('proxy:8080'), direct),
      outcome: 'warn',
      finding: 'differs',
      values: { user: 'proxy:8080', service: 'direct' },
    },
    {
      title: 'warns of a script that the service does not have',
      facts: proxies(known({ is: 'automatic', script: 'http://wpad/wpad.dat' }), direct),
      outcome: 'warn',
      finding: 'differs',
      values: { user: 'http://wpad/wpad.dat' },
    },
    {
      title: 'never shows a password',
      facts: proxies(manual('http://adele:hunter2@proxy:8080'), manual('http://adele:hunter2@proxy:8080')),
      outcome: 'pass',
      finding: 'same',
      values: { service: 'proxy:8080' },
    },
    { title: 'is an error when one view cannot be read', facts: proxies(direct, unknown('12167')), outcome: 'error' },
    { title: 'is an error when one view is not there', facts: proxies(absent, direct), outcome: 'error' },
  ])
})
