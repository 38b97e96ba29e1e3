import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { failuresIn } from '../../../scripts/test-failures.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-failures-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const found = (report: unknown) => {
  const file = join(folder, 'report.json')
  writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report))
  return failuresIn(file, '/project')
}

describe('what failed, from a report', () => {
  test('by vitest: the file inside the project, the test, and the message without colours', () => {
    const tests = [
      { status: 'passed', fullName: 'goes well', failureMessages: [] },
      { status: 'failed', fullName: 'goes wrong', failureMessages: ['\u001B[31mexpected 1\u001B[39m\nto be 2'] },
    ]
    expect(found({ testResults: [{ name: '/project/tests/a.test.ts', status: 'failed', assertionResults: tests }] })).toEqual([
      { name: 'tests/a.test.ts > goes wrong', why: 'expected 1\nto be 2' },
    ])
  })

  test('by vitest: a file that could not be loaded', () => {
    expect(
      found({ testResults: [{ name: '/project/tests/a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }] }),
    ).toEqual([{ name: 'tests/a.test.ts', why: 'no such module' }])
  })

  test('by Playwright: also one that passed when it was tried again', () => {
    const spec = (title: string, status: string) => ({
      title,
      file: 'a.story.ts',
      tests: [{ status, results: [{ error: { message: `${title} took too long` } }] }],
    })
    const suite = { suites: [{ specs: [spec('walks', 'unexpected'), spec('flies', 'flaky'), spec('swims', 'expected')] }] }
    expect(found({ suites: [suite] })).toEqual([
      { name: 'a.story.ts > walks', why: 'walks took too long' },
      { name: 'a.story.ts > flies', why: 'flies took too long' },
    ])
  })

  test.each(['', '{', 'null', '{"testResults":3}', '{"suites":[[]]}'])('nothing from %j', (text) => {
    expect(found(text)).toEqual([])
  })
})
