/** What failed, from the reports that test programs leave: said once more at the end of a run, where whoever reads only that sees it. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

export interface Failure {
  readonly name: string
  /** What was found instead; the first lines, without colours. */
  readonly why: string
}

const VitestTests = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() })),
      status: z.string(),
    }),
  ),
})

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[] | undefined
  readonly specs?:
    | readonly {
        readonly title: string
        readonly file: string
        readonly tests: readonly {
          readonly status: string
          readonly results: readonly { readonly error?: { readonly message?: string | undefined } | undefined }[]
        }[]
      }[]
    | undefined
}

const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  get suites() {
    return z.array(PlaywrightSuite).optional()
  },
  specs: z
    .array(
      z.object({
        title: z.string(),
        file: z.string(),
        tests: z.array(
          z.object({ status: z.string(), results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })) }),
        ),
      }),
    )
    .optional(),
})
const PlaywrightTests = z.object({ suites: z.array(PlaywrightSuite) })

const mostLines = 12
const colours = new RegExp(String.raw`\u001B\[[\d;]*m`, 'g')
const firstLines = (text: string): string => text.replaceAll(colours, '').trim().split('\n').slice(0, mostLines).join('\n')

const inSuite = (suite: PlaywrightSuite): Failure[] => [
  ...(suite.suites ?? []).flatMap(inSuite),
  ...(suite.specs ?? [])
    .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'))
    .map(({ title, file, tests }) => ({
      name: `${file} > ${title}`,
      why: firstLines(tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []))[0] ?? ''),
    })),
]

/** Of a report by vitest (`--reporter=json`) or by Playwright; nothing when there is none, or none that can be read. */
export const failuresIn = (file: string, root: string): readonly Failure[] => {
  let found: unknown
  try {
    found = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
  const byVitest = VitestTests.safeParse(found)
  if (byVitest.success)
    return byVitest.data.testResults.flatMap(({ name: path, status, message, assertionResults }) => {
      const short = path.replace(`${root}/`, '')
      const failed = assertionResults.filter((test) => test.status === 'failed')
      if (failed.length === 0 && status === 'failed') return [{ name: short, why: firstLines(message ?? '') }]
      return failed.map(({ fullName, failureMessages }) => ({
        name: `${short} > ${fullName}`,
        why: firstLines(failureMessages?.[0] ?? ''),
      }))
    })
  const byPlaywright = PlaywrightTests.safeParse(found)
  return byPlaywright.success ? byPlaywright.data.suites.flatMap(inSuite) : []
}
