import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Language } from '../../../contract/wording/languages.ts'
import { answerCalls, type CallParts, type Desktop } from '../../../main/window-calls.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-calls-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const parts = (desktop: Partial<Desktop> = {}, agentAnswers: unknown = { ok: true, value: { text: '{"a":1}' } }, wish?: 'repair') => {
  let language: Language = 'en'
  const done: string[] = []
  const asked: unknown[] = []
  const given: CallParts = {
    desktop: {
      open: async () => undefined,
      copy: async (text) => void done.push(`copied ${text}`),
      askWhereToSave: async () => undefined,
      documents: folder,
      theme: 'dark',
      closeWindow: () => void done.push('closed'),
      ...desktop,
    },
    memory: {
      get language() {
        return language
      },
      remember: (chosen) => (language = chosen),
    },
    signIn: () => ({ is: 'ready', controlPlane: { address: 'https://a.example', name: 'A', methods: [], relays: [] } }),
    takeWish: () => {
      const first = wish
      wish = undefined
      return first
    },
    agent: {
      call: async (name, argument) => (done.push(`asked ${name}`), asked.push(argument), agentAnswers),
      start: async () => ({ ok: true, value: {} }),
      startReadOnly: async () => (done.push('started to look'), { ok: true, value: {} }),
    },
  }
  return { answer: answerCalls(given), done, asked }
}

test('what the window does not answer goes to the agent', async () => {
  const { answer, done } = parts({}, {})
  await answer('runChecks', {})
  expect(done).toEqual(['asked runChecks'])
})

test('language and theme', async () => {
  const { answer } = parts()
  await answer('setLanguage', { language: 'zh-CN' })
  expect(await answer('preferences', {})).toEqual({ language: 'zh-CN', theme: 'dark' })
})

test('what the window was started for is said once', async () => {
  const { answer } = parts({}, {}, 'repair')
  expect(await answer('preferences', {})).toEqual({ language: 'en', theme: 'dark', opens: 'repair' })
  expect(await answer('preferences', {})).toEqual({ language: 'en', theme: 'dark' })
})

test('a refused consent can be followed by an agent that only looks', async () => {
  const { answer, done } = parts()
  expect(await answer('continueReadOnly', {})).toMatchObject({ ok: true })
  expect(done).toEqual(['started to look'])
})

test.each([
  ['requestText', 'text'],
  ['requestCsv', 'csv'],
  ['requestMarkdown', 'markdown'],
] as const)('%s is saved as the agent writes it', async (what, format) => {
  const { answer, done, asked } = parts()
  expect(await answer('saveText', { what })).toEqual({ ok: true, value: { is: 'cancelled' } })
  expect(done).toEqual(['asked networkRequest'])
  expect(asked).toEqual([{ format, language: 'en' }])
})

test('the window closes after the answer has left', async () => {
  const { answer, done } = parts()
  expect(await answer('closeWindow', {})).toEqual({})
  expect(done).toEqual([])
  await vi.waitFor(() => expect(done).toEqual(['closed']))
})

describe('links', () => {
  test('a browser that does not open is a failure with a code', async () => {
    const { answer } = parts({ open: () => Promise.reject(new Error('no handler')) })
    expect(await answer('openLink', { link: 'console' })).toMatchObject({
      ok: false,
      failure: { code: 'CW2027', values: { address: 'https://a.example/console' } },
    })
  })

  test('a link that leads nowhere opens nothing', async () => {
    const open = vi.fn<Desktop['open']>()
    const { answer } = parts({ open })
    expect(await answer('openLink', { link: 'signIn' })).toMatchObject({ ok: false, failure: { code: 'CW5003' } })
    expect(open).not.toHaveBeenCalled()
  })
})

describe('saving', () => {
  test('writes what the agent made where the person says', async () => {
    const path = join(folder, 'mine.json')
    const ask = vi.fn<Desktop['askWhereToSave']>().mockResolvedValue(path)
    const { answer } = parts({ askWhereToSave: ask })
    expect(await answer('saveText', { what: 'parametersFile' })).toEqual({ ok: true, value: { is: 'saved', path } })
    expect(ask).toHaveBeenCalledWith(join(folder, 'causeway.parameters.json'))
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}')
  })

  test('a closed dialog is no failure', async () => {
    expect(await parts().answer('saveText', { what: 'connectivityReport' })).toEqual({ ok: true, value: { is: 'cancelled' } })
  })

  test('a place that cannot be written to', async () => {
    const { answer } = parts({ askWhereToSave: async () => join(folder, 'no', 'such', 'folder.json') })
    expect(await answer('saveText', { what: 'parametersFile' })).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
  })

  test('the agent’s own failure is passed on, and nobody is asked where to', async () => {
    const ask = vi.fn<Desktop['askWhereToSave']>()
    const { answer } = parts({ askWhereToSave: ask }, { ok: false, failure: { code: 'CW3009', values: {} } })
    expect(await answer('saveText', { what: 'parametersFile' })).toMatchObject({ ok: false, failure: { code: 'CW3009' } })
    expect(ask).not.toHaveBeenCalled()
  })

  test('an answer of the agent that is none is a defect', async () => {
    await expect(parts({}, 'text').answer('saveText', { what: 'parametersFile' })).rejects.toMatchObject({ code: 'CW9001' })
  })
})
