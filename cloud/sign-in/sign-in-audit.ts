/**
 * Sign-ins in the audit log. Who guesses passwords must not fill the log: failures are counted and written once per account and
 * minute. Names that belong to no account belong to no organization either, and stand nowhere.
 */
import { type OrganizationId, type UserId } from '../../contract/ids.ts'
import { type NewAuditEntry } from '../store/audit-log.ts'

/** The account that somebody tried to sign in to. */
export interface TriedAccount {
  id: UserId
  email: string
  organizationId: OrganizationId
}

interface Count {
  account: TriedAccount
  failures: number
  /** Of the latest failure. */
  address: string
  locked: boolean
}

/** Milliseconds over which failures of one account make one entry. */
export const countedTogether = 60_000

export interface SignInAuditOptions {
  record: (entry: NewAuditEntry) => Promise<void>
  /** Told when an entry could not be written. */
  notWritten: (error: unknown) => void
  /** Calls back after so many milliseconds, unless the program ends before. */
  later?: (work: () => void, milliseconds: number) => void
}

export class SignInAudit {
  readonly #options: SignInAuditOptions
  readonly #counts = new Map<UserId, Count>()
  readonly #writing = new Set<Promise<void>>()

  constructor(options: SignInAuditOptions) {
    this.#options = options
  }

  /** A sign-in to the console. Rejects when it could not be written: then nobody is signed in. */
  signedIn({ email, organizationId }: TriedAccount, address: string): Promise<void> {
    return this.#options.record({ organizationId, actor: email, action: 'signIn.console', object: address, outcome: 'done', values: {} })
  }

  /**
   * A wrong password, or a try while the account is locked. Takes no time that a caller could measure.
   * @param lockedSeconds for how long this failure has locked the account; 0 when it has not
   */
  failed(account: TriedAccount, address: string, lockedSeconds: number): void {
    const count = this.#counts.get(account.id) ?? this.#begin(account)
    count.failures += 1
    count.address = address
    if (lockedSeconds === 0 || count.locked) return
    count.locked = true
    this.#write({ ...this.#entry(account, address), action: 'signIn.locked', code: 'CW5008', values: { seconds: lockedSeconds } })
  }

  /** Writes what is counted, and waits for all that is being written. */
  async settled(): Promise<void> {
    for (const id of [...this.#counts.keys()]) this.#end(id)
    await Promise.all(this.#writing)
  }

  #begin(account: TriedAccount): Count {
    const count: Count = { account, failures: 0, address: '', locked: false }
    this.#counts.set(account.id, count)
    const later = this.#options.later ?? ((work, milliseconds) => void setTimeout(work, milliseconds).unref())
    later(() => {
      if (this.#counts.get(account.id) === count) this.#end(account.id)
    }, countedTogether)
    return count
  }

  #end(id: UserId): void {
    const count = this.#counts.get(id)
    if (count === undefined) return
    this.#counts.delete(id)
    const { account, address, failures } = count
    this.#write({ ...this.#entry(account, address), action: 'signIn.failed', code: 'CW5007', values: { times: failures } })
  }

  #entry({ email, organizationId }: TriedAccount, address: string) {
    return { organizationId, actor: email, object: address, outcome: 'refused' } as const
  }

  #write(entry: NewAuditEntry): void {
    const writing = this.#options
      .record(entry)
      .catch(this.#options.notWritten)
      .finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }
}
