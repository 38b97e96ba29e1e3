/** The messages are Node's own: where one changes, this says so. */
import { parseArgs } from 'node:util'
import { expect, it } from 'vitest'
import { type ArgumentProblem, argumentProblemOf } from '../../../contract/argument-problem.ts'

const problemIn = (args: string[], allowPositionals: boolean): ArgumentProblem | undefined => {
  try {
    parseArgs({ args, options: { port: { type: 'string' }, demo: { type: 'boolean' } }, allowPositionals })
    return undefined
  } catch (error) {
    return argumentProblemOf(error)
  }
}

it.each([
  [['--demo', '--sideways'], '--sideways', "Unknown option '--sideways'"],
  [['--demo', '--port'], '--port', "Option '--port <value>' argument missing"],
  [
    ['--demo', '--port', '-3'],
    '--port',
    "Option '--port' argument is ambiguous. To specify an option argument starting with a dash use '--port=-XYZ'.",
  ],
  [['--demo=no'], '--demo', "Option '--demo' does not take an argument"],
])('%j', (args, argument, reason) => {
  for (const allowPositionals of [true, false]) expect(problemIn(args, allowPositionals)).toEqual({ argument, reason })
})

it('a word where none is taken', () =>
  expect(problemIn(['--demo', 'word'], false)).toEqual({ argument: 'word', reason: "Unexpected argument 'word'" }))
