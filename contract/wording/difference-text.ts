/** A difference as words for a person: what it is about, how it was, how it is. Pure, for window, command line and report alike. */
import { checkIds } from '../check-catalogue.ts'
import { type Difference } from '../comparison.ts'
import { layers, LayerRow } from '../connectivity.ts'
import { Outcome } from '../check-report.ts'
import { type CheckWording } from './check-texts.ts'
import { type EngineWording } from './en/engine.ts'

export interface DifferenceText {
  readonly what: string
  readonly before: string
  readonly now: string
}

type Tables = { readonly engine: EngineWording; readonly checks: CheckWording }

/** Values of layers and checks begin with a state; the rest is a code or the name of a finding. */
const valueText = (topic: Difference['topic'], value: string | undefined, { engine }: Tables): string => {
  if (value === undefined) return engine.comparison.absent
  const [first = '', ...rest] = value.split(' ')
  if (topic === 'layer') {
    const state = LayerRow.shape.state.safeParse(first).data
    return state === undefined ? value : [engine.layerStates[state], ...rest.map((code) => `(${code})`)].join(' ')
  }
  if (topic === 'check') {
    const outcome = Outcome.safeParse(first).data
    return outcome === undefined ? value : engine.outcomes[outcome]
  }
  if (topic === 'proxy' && value === 'direct') return engine.forward.facts.none
  return value
}

const subjectOf = ({ topic, of, layer: name }: Difference, { engine, checks }: Tables): string => {
  const { topics, versions } = engine.comparison
  const layer = layers.find((known) => known === name)
  const where = layer === undefined ? '' : engine.layers[layer]
  // The port is said where it is not the one that everybody expects.
  const at = of.replace(/:443$/, '')
  switch (topic) {
    case 'check': {
      const id = checkIds.find((known) => known === of)
      return `${topics.check}: ${id === undefined ? of : checks.checks[id].name}`
    }
    case 'version':
      return of === 'setup' || of === 'service' || of === 'system' ? versions[of] : of
    case 'certificate':
      return topics.certificate
    case 'layer':
      return of === 'service' || of === 'cloud' ? where : `${where}, ${at}`
    case 'address':
    case 'dns':
    case 'proxy':
    case 'issuer':
      return `${topics[topic]}, ${at}`
  }
}

export const differenceText = (difference: Difference, tables: Tables): DifferenceText => {
  const { topic, before, now } = difference
  const [was, is] = [valueText(topic, before, tables), valueText(topic, now, tables)]
  // A check whose outcome is the same passes or fails in another way: its findings tell the two apart.
  const same = topic === 'check' && was === is
  const finding = (value: string | undefined) => (value ?? '').split(' ').slice(1).join(' ')
  return {
    what: subjectOf(difference, tables),
    before: same ? `${was} (${finding(before)})` : was,
    now: same ? `${is} (${finding(now)})` : is,
  }
}
