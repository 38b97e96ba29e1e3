/** A bench for one check: facts go in, the runner runs it, the result comes out with its sentences proven complete. */
import { expect, it } from 'vitest'
import { type CheckId } from '../../../../contract/check-catalogue.ts'
import { CheckResult, type CheckRow } from '../../../../contract/check-report.ts'
import { checkWording as chinese } from '../../../../contract/wording/zh-CN/checks.ts'
import { checkWording as english } from '../../../../contract/wording/en/checks.ts'
import { format } from '../../../../contract/wording/format.ts'
import { type Check, type CheckContext } from '../../../../setup/checks/check.ts'
import { runChecks } from '../../../../setup/checks/runner.ts'
import { absent, known, parseSection, type SectionName, unknown } from '../../../../setup/host/fact-sections.ts'
import { type HostReader } from '../../../../setup/host/host-reader.ts'
import { createNetwork } from '../../../../setup/network/network.ts'

export type Facts = Partial<Record<SectionName, unknown>>

/** A reader that knows just these facts; everything else is unknown, as on a server that does not tell. */
export const readerOf = (facts: Facts, now: () => number = Date.now): HostReader => ({
  section: async (name) => parseSection(name, facts[name] ?? {}),
  now,
  service: async () => absent,
  serviceSettings: async () => absent,
  registryValue: async () => absent,
  registryTree: async () => absent,
  firewallRule: async () => absent,
  pathKind: async () => absent,
  readFile: async () => absent,
  fileHash: async () => absent,
  listFolder: async () => absent,
  localPath: (path) => path,
})

export const contextOf = (facts: Facts, more: Partial<CheckContext> = {}): Omit<CheckContext, 'signal'> => ({
  reader: readerOf(facts),
  network: createNetwork({ proxy: { is: 'direct' }, certificateAuthorities: [] }),
  target: undefined,
  surface: 'window',
  ...more,
})

const incomplete = /\{\w+(:\w+)?\}/

/** Every sentence a person will read about this result, in both languages, has all its values. */
export const expectSentences = (id: CheckId, result: CheckResult): void => {
  for (const [language, wording] of [
    ['en', english],
    ['zh-CN', chinese],
  ] as const) {
    const text = wording.checks[id]
    const findings: Record<string, string> = text.findings
    const summaries: Record<string, string | undefined> = text.summaries
    const fixes: Record<string, string> = text.fixes
    for (const { label } of result.evidence) expect(wording.facts).toHaveProperty(label)
    if (result.finding === undefined) continue
    const sentences = [findings[result.finding], summaries[result.finding] ?? '', ...(result.outcome === 'pass' ? [] : text.steps)]
    for (const sentence of sentences) expect(format(sentence ?? '{missing}', result.values, language)).not.toMatch(incomplete)
    const fix = result.remedy?.fix
    if (fix !== undefined) expect(format(fixes[fix.name] ?? '{missing}', fix.values, language)).not.toMatch(incomplete)
  }
}

export const runCheck = async (check: Check, context: Omit<CheckContext, 'signal'>): Promise<CheckResult> => {
  let last: CheckRow['state'] | undefined
  await runChecks({
    checks: [check],
    context,
    signal: new AbortController().signal,
    earlier: new Map(),
    onRow: (_, state) => (last = state),
  })
  if (last?.is !== 'done') throw new Error(`${check.id} has no result`)
  const result = CheckResult.parse(last.result)
  expectSentences(check.id, result)
  return result
}

export interface Example {
  readonly title: string
  readonly facts: Facts
  readonly outcome: CheckResult['outcome']
  readonly finding?: string
  readonly values?: Record<string, unknown>
  readonly more?: Partial<CheckContext>
}

/** One test for each example, and three more: facts missing, facts malformed, facts that could not be read, all `error`. */
export const examples = (check: Check, list: readonly Example[]): void => {
  for (const { title, facts, outcome, finding, values, more } of list) {
    it(title, async () => {
      const result = await runCheck(check, contextOf(facts, more))
      expect(result).toMatchObject({ outcome, ...(finding === undefined ? {} : { finding }), ...(values === undefined ? {} : { values }) })
    })
  }
  const base = list[0]?.facts ?? {}
  const fields = Object.entries(base).map(([name, section]) => [name, Object.keys(section as object)] as const)
  const every = (value: unknown): Facts =>
    Object.fromEntries(fields.map(([name, keys]) => [name, Object.fromEntries(keys.map((key) => [key, value]))]))
  it('is an error when the facts are missing', async () => {
    expect(await runCheck(check, contextOf({}))).toMatchObject({ outcome: 'error', reason: expect.stringMatching(/\w/) as string })
  })
  it('is an error when the facts are malformed', async () => {
    for (const wrong of [known({ no: 'thing like it' }), 'text', 42, null, { is: 'maybe' }]) {
      expect(await runCheck(check, contextOf(every(wrong)))).toMatchObject({ outcome: 'error' })
    }
  })
  it('is an error with the reason when the facts could not be read', async () => {
    const result = await runCheck(check, contextOf(every(unknown('access denied (5)'))))
    expect(result.outcome).toBe('error')
    expect(result.reason).toContain('access denied (5)')
  })
}
