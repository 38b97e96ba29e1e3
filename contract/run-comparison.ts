/** What changed since it last worked: the last good run as it is stored, and the differences between it and another one. Pure. */
import { z } from 'zod'
import { CheckIdSchema, type CheckRow } from './check-report.ts'
import { ConnectivityReport, type LayerRow } from './connectivity.ts'
import { topics, type Difference, type Topic } from './comparison.ts'
import { Instant } from './ids.ts'

/** A check as far as it is compared. */
const CheckFact = z.object({
  id: CheckIdSchema,
  outcome: z.enum(['pass', 'warn', 'fail', 'skip', 'error']),
  finding: z.string().max(100).optional(),
})

export const Run = z.object({
  at: Instant,
  versions: z.object({ setup: z.string().max(60), service: z.string().max(60).optional(), system: z.string().max(200) }),
  /** Serial and end of the machine's certificate. */
  certificate: z.object({ serial: z.string().max(64), expiresAt: Instant }).optional(),
  report: ConnectivityReport.omit({ comparison: true, throughput: true }).optional(),
  checks: z.array(CheckFact).max(200).optional(),
})
export type Run = z.infer<typeof Run>

/** `last-good.json` in the folder of set-up's state: the last test that worked and the last checks that blocked nothing, each with its time. */
export const LastGood = z.object({ schema: z.literal('causeway.last-good/1'), test: Run.optional(), checks: Run.optional() })
export type LastGood = z.infer<typeof LastGood>

interface Fact {
  readonly topic: Topic
  readonly of: string
  readonly layer?: string
  readonly value: string
}

export const checkFacts = (rows: readonly CheckRow[]): NonNullable<Run['checks']> =>
  rows.flatMap(({ id, state }) => {
    if (state.is !== 'done') return []
    const { outcome, finding } = state.result
    return [{ id, outcome, ...(finding === undefined ? {} : { finding }) }]
  })

const topicOfEvidence = (label: string): Topic | undefined => {
  if (/^dns/i.test(label)) return 'dns'
  if (/^proxy/i.test(label)) return 'proxy'
  if (/issuer|expected|chain|subject/i.test(label)) return 'issuer'
  if (/^(adapter|addresses|gateway|route)/i.test(label)) return 'address'
  return undefined
}

/** Times differ from run to run and say nothing. */
const withoutTimes = (value: string): string => value.replace(/[ ,(]*-?\d+(?:\.\d+)? ?(?:ms|s|min)\b\)?/g, '').trim()

const isSettled = ({ state }: LayerRow): boolean => state !== 'waiting' && state !== 'running'

const layerFacts = (row: LayerRow): Fact[] => {
  const { endpoint: of, layer } = row
  const groups = Map.groupBy(row.evidence, ({ label }) => topicOfEvidence(label))
  const evidence = [...groups].flatMap(([topic, items]): Fact[] =>
    topic === undefined
      ? []
      : [{ topic, of, layer, value: [...new Set(items.map(({ value }) => withoutTimes(value)))].toSorted().join(', ') }],
  )
  const state: Fact[] =
    isSettled(row) && row.state !== 'notTried'
      ? [{ topic: 'layer', of, layer, value: row.code === undefined ? row.state : `${row.state} ${row.code}` }]
      : []
  const shown: Fact[] =
    layer === 'tcp' && row.state === 'pass' && row.summary !== undefined
      ? [{ topic: 'address', of, layer, value: row.summary }]
      : layer === 'proxy' && row.summary !== undefined && !groups.has('proxy')
        ? [{ topic: 'proxy', of, layer, value: row.summary }]
        : []
  return [...state, ...evidence, ...shown]
}

const factsOf = ({ report, checks, versions, certificate }: Run): Fact[] => [
  ...(report?.rows ?? []).flatMap(layerFacts),
  ...(checks ?? []).map(({ id, outcome, finding }): Fact => ({
    topic: 'check',
    of: id,
    value: finding === undefined ? outcome : `${outcome} ${finding}`,
  })),
  ...Object.entries(versions).flatMap(([of, value]): Fact[] => (value === undefined ? [] : [{ topic: 'version', of, value }])),
  ...(certificate === undefined ? [] : ([{ topic: 'certificate', of: 'serial', value: certificate.serial }] as const)),
]

const keyOf = ({ topic, of, layer }: Fact): string => `${topic}\n${layer ?? ''}\n${of}`

const byKey = (facts: readonly Fact[]): Map<string, Fact> => {
  const found = new Map<string, Fact>()
  for (const fact of facts) {
    const key = keyOf(fact)
    const before = found.get(key)
    found.set(key, before === undefined || before.value === fact.value ? fact : { ...fact, value: `${before.value}; ${fact.value}` })
  }
  return found
}

/**
 * Everything that is not as it was. A row that one of the two runs did not come to is no difference: what was not tried is
 * not known. A layer that works with and without a warning, or a check that passes in another way, is one.
 */
export const compareRuns = (before: Run, now: Run): Difference[] => {
  const [then, present] = [byKey(factsOf(before)), byKey(factsOf(now))]
  const tried = (facts: ReadonlyMap<string, Fact>, { layer, of, topic }: Fact): boolean =>
    topic === 'check'
      ? [...facts.values()].some((other) => other.topic === 'check')
      : layer === undefined || facts.has(`layer\n${layer}\n${of}`)
  const keys = [...new Set([...then.keys(), ...present.keys()])]
  return keys
    .flatMap((key): Difference[] => {
      const [was, is] = [then.get(key), present.get(key)]
      const fact = is ?? was
      if (fact === undefined || was?.value === is?.value) return []
      if ((was === undefined && !tried(then, fact)) || (is === undefined && !tried(present, fact))) return []
      const { topic, of, layer } = fact
      return [
        {
          topic,
          of,
          ...(layer === undefined ? {} : { layer }),
          ...(was === undefined ? {} : { before: was.value }),
          ...(is === undefined ? {} : { now: is.value }),
        },
      ]
    })
    .toSorted((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic))
    .slice(0, 100)
}
