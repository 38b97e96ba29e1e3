/**
 * A Kerberos ticket for the account of the machine, fetched anew: one in the cache goes on working for hours after the account was
 * disabled or its password was changed elsewhere. Codes: MS-ERREF (NTSTATUS and SSPI), RFC 4511 (LDAP).
 */
import { type Check, type CheckOutcome, measured, measuredFact, needed, valueOf } from '../check.ts'

type Finding = Extract<CheckOutcome<'identity.sign-in'>, { finding: string }>['finding']

const causes = new Map<number, Finding>([
  /** STATUS_TIME_DIFFERENCE_AT_DC, SEC_E_TIME_SKEW. */
  [0xc0000133, 'clock'],
  [0x80090324, 'clock'],
  /** STATUS_ACCOUNT_DISABLED, STATUS_ACCOUNT_EXPIRED. */
  [0xc0000072, 'disabled'],
  [0xc0000193, 'disabled'],
  /** STATUS_WRONG_PASSWORD, STATUS_LOGON_FAILURE, STATUS_NO_TRUST_LSA_SECRET, STATUS_TRUSTED_RELATIONSHIP_FAILURE, SEC_E_LOGON_DENIED. */
  [0xc000006a, 'password'],
  [0xc000006d, 'password'],
  [0xc000018a, 'password'],
  [0xc000018d, 'password'],
  [0x8009030c, 'password'],
  /** STATUS_NO_SUCH_USER, STATUS_NO_TRUST_SAM_ACCOUNT. */
  [0xc0000064, 'noAccount'],
  [0xc000018b, 'noAccount'],
  /** STATUS_NO_LOGON_SERVERS, SEC_E_NO_AUTHENTICATING_AUTHORITY. */
  [0xc000005e, 'noController'],
  [0x80090311, 'noController'],
])

const hex = (status: number): string => (status === 0 ? '0' : `0x${status.toString(16).padStart(8, '0')}`)

export const signIn: Check<'identity.sign-in'> = {
  id: 'identity.sign-in',
  async run({ reader, signal }) {
    const [section, membership] = await Promise.all([reader.section('machineSignIn', signal), reader.section('membership', signal)])
    const ticket = needed(section.ticket, 'ticketStatus')
    const domain = membership.domain.is === 'known' ? membership.domain.value : '?'
    const evidence = [
      measured('ticketStatus', hex(ticket)),
      measuredFact('bindResult', section.bind),
      measuredFact('domainController', section.domainController),
      measuredFact('domain', membership.domain),
    ]
    const values = { domain, status: hex(ticket) }
    const repair = { command: 'Test-ComputerSecureChannel -Repair -Credential (Get-Credential)' } as const
    if (ticket !== 0) return { outcome: 'fail', finding: causes.get(ticket) ?? 'refused', values, evidence, remedy: repair }
    const bind = valueOf(section.bind, 'bindResult')
    if (bind === undefined) return { outcome: 'pass', finding: 'ticket', values, evidence }
    return bind === 0
      ? { outcome: 'pass', finding: 'signedIn', values, evidence }
      : { outcome: 'fail', finding: 'bindRefused', values: { ...values, result: bind }, evidence }
  },
}
