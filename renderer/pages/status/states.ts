import { type HistoryRange } from '../../../contract/history.ts'
import { type ServiceStatus } from '../../../contract/local-status-api.ts'
import { type ServiceState } from '../../../contract/wizard-api.ts'
import { exampleHistory } from '../../gallery/example-history.ts'
import { goodTest, installedSnapshot, running, serviceStatus, session } from '../../gallery/example-service.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'

const state = (service: ServiceState): GalleryState => ({
  place: { mode: 'managed', page: 'status' },
  snapshot: { ...installedSnapshot, install: { is: 'none' }, service },
})
const withStatus = (some: Partial<ServiceStatus>) => state({ ...running, status: { ...serviceStatus, ...some } })

const withHistory = (range: HistoryRange): GalleryState => ({
  ...state(running),
  snapshot: { ...state(running).snapshot, history: { is: 'loaded', source: 'service', history: exampleHistory(range) } },
  drafts: { 'status.history.range': range },
})

const refused = { code: 'CW4006', values: { relay: 'relay-2', reason: 'connection refused' } } as const
const waiting = { state: 'waiting', lastFailure: refused, nextAttemptAt: instantAt(9), reconnects: 3 } as const

export const states: GalleryStates = {
  working: { ...state(running), snapshot: { ...state(running).snapshot, connectivity: goodTest } },
  'working-untested': state(running),
  starting: withStatus({ channel: 'starting', sessions: [session('relay-1.causeway.example', 'interactive', 0, { state: 'connecting' })] }),
  degraded: withStatus({
    channel: 'degraded',
    workerRestarts: 1,
    sessions: [
      ...serviceStatus.sessions.slice(0, 2),
      session('relay-2.causeway.example', 'interactive', 26, waiting),
      session('relay-2.causeway.example', 'bulk', 27, { ...waiting, carrier: 'websocket' }),
    ],
  }),
  down: withStatus({
    channel: 'down',
    failure: { code: 'CW4006', values: { relay: 'relay-1', reason: 'connection timed out' } },
    sessions: ['relay-1.causeway.example', 'relay-2.causeway.example'].map((relay) => session(relay, 'interactive', 0, waiting)),
  }),
  removed: withStatus({
    channel: 'enrollAgain',
    failure: { code: 'CW4004', values: { by: '' } },
    sessions: serviceStatus.sessions.map((one) => ({ ...one, state: 'stopped', lastFailure: { code: 'CW4004', values: { by: '' } } })),
  }),
  expired: withStatus({
    channel: 'enrollAgain',
    failure: { code: 'CW4003', values: { at: instantAt(-3600) } },
    certificate: { ...serviceStatus.certificate, expiresAt: instantAt(-3600), renewsAt: instantAt(-2_595_600) },
    sessions: [],
  }),
  'only-connector': state({ ...running, others: [] }),
  'others-unknown': state({ is: 'running', status: serviceStatus }),
  stopped: state({ is: 'stopped' }),
  'service-gone': { ...state({ is: 'notInstalled' }), snapshot: { ...installedSnapshot, service: { is: 'notInstalled' } } },
  'history-week': withHistory('7d'),
  'history-month': withHistory('30d'),
  'history-table': { ...withHistory('24h'), drafts: { 'status.history.range': '24h', 'status.history.shape': 'table' } },
  'stopped-by-failure': state({
    is: 'stopped',
    failure: { code: 'CW3007', values: { reason: 'a group policy denies it the right to log on' } },
  }),
  'not-answering': state({ is: 'notAnswering', failure: { code: 'CW4013', values: { reason: 'no answer within 5 seconds' } } }),
}
