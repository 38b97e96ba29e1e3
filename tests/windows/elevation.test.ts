import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { driveC, missingForWine, nodeExe, programOnMachine, windowsPath } from './wine-machine.ts'

const Seen = z.object({
  dialled: z.array(z.string()),
  events: z.array(z.looseObject({ is: z.string(), pid: z.number().optional(), code: z.number().optional() })),
  words: z.string(),
  node: z.string(),
  agent: z.object({ code: z.number(), refusal: z.string(), invitationLeft: z.boolean() }),
  refused: z.string(),
})

/** Wine asks nobody for consent: the prompt itself and its No are proven on Windows only. */
describe.skipIf(missingForWine() !== undefined)('starting the agent through ShellExecuteEx', () => {
  let seen: z.infer<typeof Seen>
  const scratch = missingForWine() === undefined ? mkdtempSync(join(driveC, 'elevation-')) : ''
  beforeAll(() => {
    const setup = windowsPath(join(programOnMachine(''), '..', 'setup'))
    const { output, errors, code } = nodeExe(programOnMachine('elevation.mjs'), [setup, `C:\\${scratch.split('/').at(-1) ?? ''}`])
    if (output === '') throw new Error(`nothing said; exit code ${code}; ${errors}`)
    seen = Seen.parse(JSON.parse(output))
  })
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  test('the process that Windows names is the one that dials', () => {
    const [started] = seen.events
    expect(started).toMatchObject({ is: 'started' })
    expect(seen.dialled).toEqual([String(started?.pid)])
  })

  test('its end and exit code are told', () => {
    expect(seen.events.at(-1)).toEqual({ is: 'ended', code: 5 })
  })

  test('an agent refuses a pipe of another program by its path, and the invitation is gone', () => {
    expect(seen.agent.code).toBe(1)
    expect(seen.agent.refusal).toContain('Causeway.exe but from')
    expect(seen.agent.refusal.replaceAll('\\\\', '\\').toLowerCase()).toContain(seen.node.toLowerCase())
    expect(seen.agent.invitationLeft).toBe(false)
  })

  test('a program that is not there is refused with the number of the system', () => {
    expect(JSON.parse(seen.refused)).toEqual({ is: 'refused', error: expect.any(Number) as number })
  })
})
