/** The npm script of the control plane cannot take its options from the code; it names the same. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { nodeOptions } from '../../../cloud/node-options.ts'

test('npm run cloud runs Node.js as a program through which bytes pass', () => {
  const file = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')
  const { scripts } = z.object({ scripts: z.object({ cloud: z.string() }) }).parse(JSON.parse(file))
  expect(scripts.cloud.split(' ')).toEqual(['node', ...nodeOptions, 'cloud/server.ts'])
})
