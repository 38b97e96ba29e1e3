/** What `npm run check` lints again. */
import { describe, expect, it } from 'vitest'
import { filesToLint } from '../../../scripts/lint-plan.ts'

const text = {
  'contract/ids.ts': 'export type Id = string\n',
  'setup/engine.ts': "import { type Id } from '../contract/ids.ts'\nimport { z } from 'zod'\n",
  'setup/agent.ts': "import {\n  Engine,\n} from './engine.ts'\n",
  'cloud/api.ts': "import { x } from './x.ts'\n",
}
const hash = (content: string) => `hash of ${content}`
const before = Object.fromEntries(Object.entries(text).map(([path, content]) => [path, hash(content)]))
const plan = (now: Readonly<Record<string, string>>, was = before) => filesToLint(new Map(Object.entries(now)), hash, was)

describe('files to lint', () => {
  it('are none when nothing changed', () => expect(plan(text)).toEqual([]))
  it('are all when nothing is remembered', () => expect(plan(text, {})).toEqual(Object.keys(text).sort()))
  it('are the changed one and those that import it', () =>
    expect(plan({ ...text, 'setup/engine.ts': `${text['setup/engine.ts']}// more\n` })).toEqual(['setup/agent.ts', 'setup/engine.ts']))
  it('are a new one', () => expect(plan({ ...text, 'setup/new.ts': '' })).toEqual(['setup/new.ts']))
  it('are those that import one that is gone', () => {
    const { 'contract/ids.ts': _, ...rest } = text
    expect(plan(rest)).toEqual(['setup/engine.ts'])
  })
})
