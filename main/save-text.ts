/** Saving what the agent wrote: a dialog of the system, then the file. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Result, failed, succeeded } from '../contract/error-codes.ts'
import { type ParsedArgumentOf, type ResultOf } from '../contract/wizard-api.ts'

export interface SaveParts {
  /** The text as the agent makes it. */
  readonly textOf: (what: ParsedArgumentOf<'saveText'>['what']) => Promise<Result<{ text: string }>>
  /** Asks where to; absent when the person closed the dialog. */
  readonly ask: (proposed: string) => Promise<string | undefined>
  readonly folder: string
}

const names = {
  parametersFile: 'causeway.parameters.json',
  connectivityReport: 'causeway.connectivity.json',
  connectivityPage: 'causeway.connectivity.html',
  logsText: 'causeway-logs.jsonl',
  requestText: 'causeway-network-request.txt',
  requestCsv: 'causeway-network-request.csv',
  requestMarkdown: 'causeway-network-request.md',
} as const

export const saveText = async (
  { what }: ParsedArgumentOf<'saveText'>,
  { textOf, ask, folder }: SaveParts,
): Promise<ResultOf<'saveText'>> => {
  const text = await textOf(what)
  if (!text.ok) return text
  const path = await ask(join(folder, names[what]))
  if (path === undefined) return succeeded({ is: 'cancelled' })
  try {
    await writeFile(path, text.value.text)
    return succeeded({ is: 'saved', path })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failed('CW7009', { file: path, reason }, reason)
  }
}
