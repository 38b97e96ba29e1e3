import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sectionNames } from '../../../../setup/host/fact-sections.ts'
import { defaultProfile, loadProfile, parseProfile, profileNames } from '../../../../setup/host/simulated/profile.ts'
import { newFolder, profileNamed, profilesFolder, simulatedServer } from './simulated-bench.ts'

const good = profileNamed(defaultProfile)
const refusal = (text: string) => {
  const result = parseProfile(text)
  return result.ok ? undefined : result.failure
}

describe('profiles of the repository', () => {
  it.each(profileNames(profilesFolder))('%s says where it comes from and every section of facts can be read', async (name) => {
    expect(profileNamed(name).name).toBe(name)
    expect(profileNamed(name).source).toMatch(/Written from vendor documentation .*not recorded/)
    const { reader } = simulatedServer(name)
    // What somebody planted in the data folder is no configuration, and is said to be none.
    const unreadable = [...Object.keys(profileNamed(name).unreadable), ...(name === 'planted-folder' ? ['enrollment'] : [])]
    for (const section of sectionNames) {
      const facts = Object.values(await reader.section(section, new AbortController().signal)) as { is: string; why?: string }[]
      for (const fact of facts) if (!unreadable.includes(section)) expect(fact.why).toBeUndefined()
    }
  })
})

describe('a profile that does not fit', () => {
  it('is named with what and where', () => {
    expect(refusal('')).toMatchObject({ code: 'CW7002', values: { reason: expect.stringContaining('not JSON') as string } })
    expect(refusal('[]')).toMatchObject({ code: 'CW7002' })
    expect(refusal(JSON.stringify({ ...good, memory: { totalBytes: 'much' } }))).toMatchObject({
      code: 'CW7002',
      values: { at: ', memory.totalBytes' },
    })
    expect(refusal(JSON.stringify({ ...good, memroy: 1 }))).toMatchObject({
      code: 'CW7002',
      values: { reason: expect.stringContaining('memroy') as string },
    })
    expect(refusal(JSON.stringify({ ...good, files: { '/etc/passwd': 'x' } }))).toMatchObject({ code: 'CW7002' })
    expect(refusal(JSON.stringify({ ...good, files: { 'C:\\..\\..\\etc\\cron.d\\x': '* * * * *' } }))).toMatchObject({
      code: 'CW7002',
      values: { at: expect.stringContaining('files') as string },
    })
    expect(refusal('x'.repeat(2_000_000))).toMatchObject({ code: 'CW7002', values: { reason: 'larger than 1 MB' } })
  })
  it('is named when it is not there, with those that are', () => {
    const result = loadProfile('helthy', profilesFolder)
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'CW7002', values: { file: 'helthy', reason: expect.stringContaining('healthy-2022') as string } },
    })
    expect(loadProfile('./no/such.json', profilesFolder)).toMatchObject({ ok: false, failure: { code: 'CW7002' } })
    expect(loadProfile('../servers', profilesFolder)).toMatchObject({ ok: false, failure: { code: 'CW7002' } })
  })
  it('can be a file anywhere', () => {
    const file = join(newFolder(), 'mine.json')
    writeFileSync(file, JSON.stringify({ ...good, name: 'mine' }))
    expect(loadProfile(file, profilesFolder)).toMatchObject({ ok: true, value: { name: 'mine' } })
  })
  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(refusal(text)?.code).toBe('CW7002')
      }),
    )
  })
  it('never throws for a good profile with one thing replaced', () => {
    const keys = Object.keys(good) as (keyof typeof good)[]
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const result = parseProfile(JSON.stringify({ ...good, [key]: value }))
        if (!result.ok) expect(result.failure.code).toBe('CW7002')
      }),
    )
  })
  it('truncated anywhere is refused', () => {
    const text = JSON.stringify(good)
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        expect(refusal(text.slice(0, length))?.code).toBe('CW7002')
      }),
    )
  })
})
