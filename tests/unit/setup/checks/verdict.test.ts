import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogueRow, checkIds } from '../../../../contract/check-catalogue.ts'
import { type CheckRow, type Outcome, type Verdict } from '../../../../contract/check-report.ts'
import { verdictOf } from '../../../../setup/checks/verdict.ts'

const outcomes: readonly Outcome[] = ['pass', 'warn', 'fail', 'skip', 'error']
const override = { reason: 'accepted for a test', by: 'CONTOSO\\adele', at: '2026-01-01T00:00:00.000Z' }
const state = fc.oneof(
  fc
    .constantFrom(...outcomes)
    .map((outcome): CheckRow['state'] => ({ is: 'done', result: { outcome, values: {}, evidence: [], milliseconds: 1 } })),
  fc.constantFrom<CheckRow['state']>({ is: 'waiting' }, { is: 'cancelled' }),
)
const row = fc
  .record({ id: fc.constantFrom(...checkIds), state, accepted: fc.boolean() })
  .map(({ id, state: s, accepted }): CheckRow => ({ id, state: s, ...(accepted ? { override } : {}) }))
const rows = fc.array(row, { maxLength: 30 })

const order: readonly Verdict[] = ['ready', 'readyWithWarnings', 'unknown', 'blocked']
const outcomeOf = (r: CheckRow) => (r.state.is === 'done' ? r.state.result.outcome : undefined)
const blocks = (r: CheckRow) => catalogueRow(r.id).severity === 'block'
const mayAccept = (r: CheckRow) => catalogueRow(r.id).overridable

describe('verdict', () => {
  it('is blocked exactly when a check that blocks failed and was not validly accepted', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const blocked = all.some((r) => blocks(r) && outcomeOf(r) === 'fail' && !(r.override !== undefined && mayAccept(r)))
        expect(verdictOf(all) === 'blocked').toBe(blocked)
      }),
    )
  })
  it('never calls ready what has an error, a failure, a warning or no answer', () => {
    fc.assert(
      fc.property(rows, (all) => {
        if (verdictOf(all) !== 'ready') return
        for (const r of all) expect(['pass', 'skip']).toContain(outcomeOf(r))
      }),
    )
  })
  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(rows, (all) => {
        expect(verdictOf([...all].reverse())).toBe(verdictOf(all))
      }),
    )
  })
  it('never gets better by another row', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), row, (all, one) => {
        expect(order.indexOf(verdictOf([...all, one]))).toBeGreaterThanOrEqual(order.indexOf(verdictOf(all)))
      }),
    )
  })
  it('takes no reason for a check that none can outweigh', () => {
    const failed: CheckRow = {
      id: 'identity.not-domain-controller',
      state: { is: 'done', result: { outcome: 'fail', finding: 'domainController', values: {}, evidence: [], milliseconds: 1 } },
      override,
    }
    expect(verdictOf([failed])).toBe('blocked')
  })
  it('is unknown without rows', () => {
    expect(verdictOf([])).toBe('unknown')
  })
})
