/** Labels as they are written and read: `rack=B4, owner=client-platform`. Pure. */
import { Label, Labels, mostLabels } from './enrollment.ts'

export type LabelProblem = 'pair' | 'key' | 'value' | 'twice' | 'tooMany'
export type LabelsRead =
  { readonly is: 'labels'; readonly labels: Label[] } | { readonly is: 'problem'; readonly problem: LabelProblem; readonly at: string }

/** Reads each `name=value`. */
export const readPairs = (pairs: readonly string[]): LabelsRead => {
  const labels: Label[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 1) return { is: 'problem', problem: 'pair', at: pair }
    const key = pair.slice(0, equals).trim()
    const value = pair.slice(equals + 1).trim()
    if (!Label.shape.key.safeParse(key).success) return { is: 'problem', problem: 'key', at: key }
    if (!Labels.safeParse([{ key, value }]).success) return { is: 'problem', problem: 'value', at: key }
    if (labels.some((label) => label.key === key)) return { is: 'problem', problem: 'twice', at: key }
    labels.push({ key, value })
  }
  return labels.length > mostLabels ? { is: 'problem', problem: 'tooMany', at: String(labels.length) } : { is: 'labels', labels }
}

/** An empty text is no label. */
export const readLabels = (text: string): LabelsRead =>
  readPairs(
    text
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== ''),
  )

export const writeLabels = (labels: readonly Label[]): string => labels.map(({ key, value }) => `${key}=${value}`).join(', ')
