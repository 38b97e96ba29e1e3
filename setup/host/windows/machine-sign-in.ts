/** Whether the machine can sign in to its domain now. Under Wine there is no Kerberos of the machine: not asked there. */
import { inOrder, lookupSrv } from '../../directory/srv-lookup.ts'
import { absent, type Fact, known, type Section, unknown } from '../fact-sections.ts'
import { askTicket } from './native-child.ts'
import { wineVersion } from './system.ts'

const all = (why: Fact<never>): Section<'machineSignIn'> => ({ ticket: why, bind: why, domainController: why })

export const machineSignIn = async (nativeCall: string, domain: string, signal: AbortSignal): Promise<Section<'machineSignIn'>> => {
  if (wineVersion() !== undefined) return all(unknown('Wine has no logon session of the machine'))
  const found = await lookupSrv(`_ldap._tcp.dc._msdcs.${domain}`, signal)
  const controller = found.is === 'found' ? inOrder(found.records)[0]?.target : undefined
  if (controller === undefined) return all(unknown(found.is === 'unknown' ? found.why : `the DNS knows no domain controller of ${domain}`))
  const answer = await askTicket(nativeCall, `ldap/${controller}`, signal)
  if (answer.is !== 'known') return all(answer.is === 'unknown' ? answer : unknown('no answer'))
  const { status, ticket } = answer.value
  if (ticket === undefined) return all(unknown(`LsaCallAuthenticationPackage answered 0x${status.toString(16)}`))
  // A bind in the name of the machine takes a process that runs as the machine; that is the service's own test.
  return { ticket: known(ticket), bind: absent, domainController: known(controller) }
}
