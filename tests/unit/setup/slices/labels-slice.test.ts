import { expect, test } from 'vitest'
import { type Label } from '../../../../contract/enrollment.ts'
import { failed, type Result, succeeded } from '../../../../contract/error-codes.ts'
import { type ConnectorLabelsReply } from '../../../../contract/control-plane-api.ts'
import { type Fact, known, type Service, unknown } from '../../../../setup/host/fact-sections.ts'
import { LabelsSlice } from '../../../../setup/slices/labels-slice.ts'

const running: Service = {
  name: 'CausewayConnector',
  displayName: 'Causeway Connector',
  state: 'running',
  start: 'automatic',
  account: 'LocalSystem',
  command: ['node.exe'],
}
const rack: Label[] = [{ key: 'rack', value: 'B4' }]

const setUp = (more: { service?: Fact<Service>; installed?: boolean; refuses?: Result<never> } = {}) => {
  const asked: (Label[] | 'read')[] = []
  const answer = async (question: Label[] | 'read'): Promise<Result<ConnectorLabelsReply>> => {
    asked.push(question)
    return more.refuses ?? succeeded({ labels: question === 'read' ? rack : question })
  }
  const slice = new LabelsSlice({
    reader: { service: async () => more.service ?? known(running) },
    installed: () => more.installed ?? true,
    service: { labels: () => answer('read'), changeLabels: (labels) => answer(labels) },
  })
  return { slice, asked }
}

test('the running service reads and changes them', async () => {
  const { slice, asked } = setUp()
  expect(await slice.read()).toEqual(succeeded({ labels: rack }))
  expect(await slice.change([])).toEqual(succeeded({ labels: [] }))
  expect(asked).toEqual(['read', []])
})

test.each([
  ['stopped', known({ ...running, state: 'stopped' as const })],
  ['stopping', known({ ...running, state: 'stopping' as const })],
  ['gone', { is: 'absent' } as const],
])('a service that is %s is not asked, and says why', async (_what, service) => {
  const { slice, asked } = setUp({ service })
  expect(await slice.read()).toMatchObject({ failure: { code: 'CW3024' } })
  expect(await slice.change([])).toMatchObject({ failure: { code: 'CW3024' } })
  expect(asked).toEqual([])
})

test('nothing installed has no labels', async () => {
  const { slice, asked } = setUp({ installed: false })
  expect(await slice.change([])).toMatchObject({ failure: { code: 'CW3009' } })
  expect(asked).toEqual([])
})

test('where the system does not say whether it runs, the service itself is asked; its refusal is passed on', async () => {
  const { slice, asked } = setUp({
    service: unknown('access denied'),
    refuses: failed('CW4006', { relay: 'control', reason: 'ECONNREFUSED' }),
  })
  expect(await slice.change([])).toMatchObject({ failure: { code: 'CW4006', values: { reason: 'ECONNREFUSED' } } })
  expect(asked).toEqual([[]])
})
