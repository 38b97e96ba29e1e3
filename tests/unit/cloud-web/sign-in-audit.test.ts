import { describe, expect, it } from 'vitest'
import { SignInAudit, type TriedAccount } from '../../../cloud/sign-in/sign-in-audit.ts'
import { newId } from '../../../cloud/store/identifiers.ts'
import { type NewAuditEntry } from '../../../cloud/store/audit-log.ts'

const account = (email: string): TriedAccount => ({ id: newId('usr'), email, organizationId: newId('org') })

const start = (record?: (entry: NewAuditEntry) => Promise<void>) => {
  const entries: NewAuditEntry[] = []
  const due: (() => void)[] = []
  const errors: unknown[] = []
  const audit = new SignInAudit({
    record: record ?? (async (entry) => void entries.push(entry)),
    notWritten: (error) => errors.push(error),
    later: (work) => void due.push(work),
  })
  /** A minute goes by. */
  const minute = () => {
    for (const work of due.splice(0)) work()
  }
  return { audit, entries, errors, minute }
}

describe('failed sign-ins', () => {
  it('make one entry an account and minute, however many they are', () => {
    const { audit, entries, minute } = start()
    const [one, two] = [account('one@contoso.example'), account('two@contoso.example')]
    for (let count = 0; count < 5_000; count += 1) audit.failed(one, '192.0.2.1', 0)
    audit.failed(two, '192.0.2.2', 0)
    expect(entries).toEqual([])
    minute()
    expect(entries).toMatchObject([
      { organizationId: one.organizationId, actor: one.email, action: 'signIn.failed', object: '192.0.2.1', values: { times: 5_000 } },
      { organizationId: two.organizationId, actor: two.email, action: 'signIn.failed', code: 'CW5007', values: { times: 1 } },
    ])
    audit.failed(one, '192.0.2.1', 0)
    minute()
    expect(entries).toHaveLength(3)
    minute()
    expect(entries).toHaveLength(3)
  })

  it('that lock the account are told at once, once a minute', () => {
    const { audit, entries, minute } = start()
    const one = account('one@contoso.example')
    for (const seconds of [0, 15, 30, 60]) audit.failed(one, '192.0.2.1', seconds)
    expect(entries).toMatchObject([{ action: 'signIn.locked', outcome: 'refused', code: 'CW5008', values: { seconds: 15 } }])
    minute()
    expect(entries.map(({ action }) => action)).toEqual(['signIn.locked', 'signIn.failed'])
  })

  it('are not lost when the control plane stops', async () => {
    const { audit, entries, minute } = start()
    audit.failed(account('one@contoso.example'), '192.0.2.1', 0)
    await audit.settled()
    expect(entries).toMatchObject([{ values: { times: 1 } }])
    minute()
    expect(entries).toHaveLength(1)
  })

  it('that cannot be written are reported; a sign-in that cannot be written is none', async () => {
    const { audit, errors } = start(() => Promise.reject(new Error('disk full')))
    audit.failed(account('one@contoso.example'), '192.0.2.1', 15)
    await audit.settled()
    expect(errors).toHaveLength(2)
    await expect(audit.signedIn(account('one@contoso.example'), '192.0.2.1')).rejects.toThrow('disk full')
  })
})
