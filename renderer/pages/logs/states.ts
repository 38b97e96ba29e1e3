import { type LogEntry, type LogPage } from '../../../contract/log-entry.ts'
import { succeeded } from '../../../contract/error-codes.ts'
import { installedSnapshot } from '../../gallery/example-service.ts'
import { baseSnapshot } from '../../gallery/base-snapshot.ts'
import { type GalleryState, type GalleryStates, instantAt } from '../../gallery/gallery-state.ts'

const line = (secondsAgo: number, topic: string, message: string, some: Partial<LogEntry> = {}): LogEntry => ({
  source: 'service',
  at: instantAt(-secondsAgo),
  level: 'info',
  topic,
  run: 'run_4f3a9c2071',
  message,
  ...some,
})

const entries: LogEntry[] = [
  line(3000, 'install', 'settings done in 310 ms', { source: 'setup', run: 'run_90ab12' }),
  line(2990, 'install', 'startService done in 4100 ms', { source: 'setup', run: 'run_90ab12' }),
  line(2988, 'service', 'started', { more: '{"version":"0.1.0","simulated":false}' }),
  line(2987, 'supervisor', 'worker started', { more: '{"worker":4188}' }),
  line(2986, 'channel', 'session open', { more: '{"relay":"relay-1","carrier":"causeway"}' }),
  line(2985, 'channel', 'session open', { more: '{"relay":"relay-2","carrier":"causeway"}' }),
  line(2984, 'resources', 'configuration of the location', { more: '{"revision":7,"resources":6}' }),
  line(640, 'channel', 'session ended', { level: 'warn', more: '{"relay":"relay-2","code":"CW4006","reason":"connection reset"}' }),
  line(639, 'channel', 'dialling again', { more: '{"relay":"relay-2","pause":812}' }),
  line(638, 'channel', 'session open', { more: '{"relay":"relay-2","carrier":"causeway"}' }),
  line(400, 'resources', 'stream refused', { level: 'warn', more: '{"code":"CW4008","host":"10.20.9.9","port":22}' }),
  line(120, 'renewal', 'the certificate is renewed from 21 January on', { more: '{"serial":"4f3a9c20"}' }),
  line(60, 'supervisor', 'the worker ended unexpectedly', { level: 'error', more: '{"code":"CW4010","exit":"SIGKILL","pause":250}' }),
  line(59, 'supervisor', 'worker started', { more: '{"worker":5120}' }),
  line(58, 'channel', 'session open', { more: '{"relay":"relay-1","carrier":"causeway"}' }),
]

const state = (page: Partial<LogPage>, some: Partial<GalleryState> = {}): GalleryState => ({
  place: { mode: 'managed', page: 'logs' },
  snapshot: { ...installedSnapshot, install: { is: 'none' } },
  answers: {
    readLogs: ({ cursor }) => ({
      cursor: 'c',
      sources: [
        { source: 'setup', is: 'read' },
        { source: 'service', is: 'read' },
      ],
      entries: [],
      ...page,
      ...(cursor === undefined ? {} : { entries: [] }),
    }),
    logsText: () => succeeded({ text: '' }),
  },
  ...some,
})

export const states: GalleryStates = {
  live: state({ entries }),
  filtered: state({ entries }, { drafts: { 'logs.level': 'warn', 'logs.topic': 'channel' } }),
  'none-fit': state({ entries }, { drafts: { 'logs.text': 'kerberos' } }),
  'not-administrator': state(
    {
      entries: entries.slice(0, 2),
      sources: [
        { source: 'setup', is: 'read' },
        { source: 'service', is: 'unreadable', why: 'EACCES', elevation: true },
      ],
    },
    { snapshot: { ...installedSnapshot, install: { is: 'none' }, server: { ...baseSnapshot.server, elevated: false } } },
  ),
  uninstalled: state(
    {
      entries: entries.slice(0, 2),
      sources: [
        { source: 'setup', is: 'read' },
        { source: 'service', is: 'absent' },
      ],
    },
    { snapshot: baseSnapshot },
  ),
}
