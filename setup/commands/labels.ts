/** The labels of the connector on the command line: they are read and changed in the cloud, through the service that runs. */
import { type ConnectorLabelsReply } from '../../contract/control-plane-api.ts'
import { type Label, Labels, mostLabels } from '../../contract/enrollment.ts'
import { failed, type Result } from '../../contract/error-codes.ts'
import { writeLabels } from '../../contract/labels.ts'
import { printable } from './output.ts'
import { type CommandSession } from './session.ts'

/** As `configure` and `status` show them. */
export const labelsLine = (labels: readonly Label[]): string => `labels ${labels.length === 0 ? 'none' : printable(writeLabels(labels))}`

interface LabelsWanted extends Pick<CommandSession, 'engine'> {
  readonly given: Pick<CommandSession['given'], 'labels' | 'removedLabels'>
}

/** Adds, changes and takes away what was given; the rest stays. Nothing is changed when one of it does not fit. */
export const changeLabels = async ({ engine, given }: LabelsWanted): Promise<Result<ConnectorLabelsReply>> => {
  const before = await engine.call('labels', {})
  if (!before.ok) return before
  const absent = given.removedLabels.find((name) => !before.value.labels.some(({ key }) => key === name))
  if (absent !== undefined) return failed('CW7008', { argument: '--remove-label', reason: `no label is called ${absent.slice(0, 63)}` })
  const both = given.removedLabels.find((name) => given.labels.some(({ key }) => key === name))
  if (both !== undefined) return failed('CW7008', { argument: '--remove-label', reason: `${both} is given by --label too` })
  const gone = new Set(given.removedLabels)
  const wanted = new Map(before.value.labels.filter(({ key }) => !gone.has(key)).map((label) => [label.key, label]))
  for (const label of given.labels) wanted.set(label.key, label)
  const labels = Labels.safeParse([...wanted.values()])
  if (!labels.success)
    return failed('CW7008', { argument: '--label', reason: `there would be ${wanted.size} labels, at most ${mostLabels} fit` })
  return engine.call('changeLabels', { labels: labels.data })
}
