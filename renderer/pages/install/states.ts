import { type Failure } from '../../../contract/error-codes.ts'
import { type ActionState, type InstallState, type Ledger, type WaitingRestart } from '../../../contract/install-plan.ts'
import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { allDone, done, logLines, plan, plannedSnapshot, rows, waitingRestart } from '../../gallery/example-plan.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'
import { running } from '../../gallery/example-service.ts'

const state = (
  install: InstallState,
  ledger: Ledger,
  some: Partial<WizardSnapshot> = {},
  drafts: Record<string, string> = {},
): GalleryState => ({
  place: { mode: 'setup', page: 'install' },
  snapshot: { ...plannedSnapshot, install, ledger, log: logLines, ...some },
  drafts,
})

const fourDone: ActionState[] = [done(11_200), done(640), done(1900), done(120)]
const undone: ActionState = { is: 'undone' }
const denied: Failure = {
  code: 'CW3007',
  values: { reason: 'a group policy denies NT SERVICE\\CausewayConnector the right to log on as a service' },
  detail: 'StartService: Windows error 1069 (ERROR_SERVICE_LOGON_FAILED)',
}
const notRemoved: Failure = {
  code: 'CW3011',
  values: { what: 'C:\\ProgramData\\Causeway\\logs', reason: 'the folder is open in another program' },
  detail: 'RemoveDirectory: Windows error 32 (ERROR_SHARING_VIOLATION)',
}
const atWork: InstallState = {
  is: 'running',
  plan,
  rows: rows([...fourDone, { is: 'running', since: instantAt(-6) }]),
  progress: 46,
  since: instantAt(-20),
}
const eightUndone: ActionState[] = [
  undone,
  undone,
  undone,
  undone,
  undone,
  undone,
  undone,
  { is: 'failed', failure: denied, milliseconds: 30_100 },
]

const unreachable: Failure = { code: 'CW2002', values: { host: 'control.causeway.example', reason: 'no answer within 20 s' } }
const heldFile = 'C:\\Program Files\\Causeway\\connector\\1.0.0\\node.exe'
const held: Failure = { code: 'CW3022', values: { file: heldFile } }
const waiting = waitingRestart(heldFile, 'signIn')
const stopped = (restart: WaitingRestart | undefined): InstallState => ({
  is: 'interrupted',
  plan,
  rows: rows([{ is: 'failed', failure: held, milliseconds: 9300 }]),
  at: instantAt(-40),
  failure: held,
  ...(restart === undefined ? {} : { restart }),
})

export const states: GalleryStates = {
  running: state(atWork, { is: 'changing', changes: 11 }),
  'running-log': state(atWork, { is: 'changing', changes: 11 }, {}, { 'install.log': 'open' }),
  'running-no-return': state(
    {
      is: 'running',
      plan,
      rows: allDone.map((row) => (row.action.name === 'roundTrip' ? { ...row, state: { is: 'running', since: instantAt(-1) } } : row)),
      progress: 93,
      since: instantAt(-29),
    },
    { is: 'changing', changes: 18 },
  ),
  undoing: state(
    {
      is: 'undoing',
      plan,
      rows: rows([
        done(11_200),
        done(640),
        { is: 'undoing' },
        undone,
        undone,
        undone,
        undone,
        { is: 'failed', failure: denied, milliseconds: 30_100 },
      ]),
      why: 'failed',
      failure: denied,
    },
    { is: 'changing', changes: 11 },
  ),
  interrupted: state({ is: 'interrupted', plan, rows: rows(fourDone), at: instantAt(-1260) }, { is: 'interrupted', changes: 11 }),
  'interrupted-signed-out': state(
    { is: 'interrupted', plan, rows: rows(fourDone), at: instantAt(-1260) },
    { is: 'interrupted', changes: 11 },
    { signIn: { is: 'addressNeeded' } },
  ),
  'restart-needed': state(stopped(waiting), { is: 'interrupted', changes: 6 }),
  'restart-agreed': state(stopped({ ...waiting, agreed: true }), { is: 'interrupted', changes: 6 }, { signIn: { is: 'addressNeeded' } }),
  restarted: state(stopped(undefined), { is: 'interrupted', changes: 6 }, { signIn: { is: 'addressNeeded' } }),
  'stopped-by-itself': state(
    {
      is: 'interrupted',
      plan,
      rows: rows([...fourDone, { is: 'failed', failure: unreachable, milliseconds: 20_300 }]),
      at: instantAt(-8),
      failure: unreachable,
    },
    { is: 'interrupted', changes: 11 },
  ),
  damaged: state(
    { is: 'damaged', failure: { code: 'CW3006', values: { file: 'C:\\ProgramData\\Causeway\\journal.jsonl', line: 14 } } },
    { is: 'unreadable' },
  ),
  installed: state({ is: 'installed', plan, rows: allDone, at: instantAt(-2) }, { is: 'changed', changes: 18 }, { service: running }),
  failed: state(
    { is: 'undone', plan, rows: rows(eightUndone), why: 'failed', failure: denied, made: 17, takenBack: 17 },
    { is: 'takenBack', made: 17, takenBack: 17 },
  ),
  cancelled: state(
    { is: 'undone', plan, rows: rows([undone, undone, undone, undone]), why: 'cancelled', made: 11, takenBack: 11 },
    { is: 'takenBack', made: 11, takenBack: 11 },
  ),
  uninstalled: state(
    { is: 'undone', plan, rows: rows(plan.actions.map(() => undone)), why: 'asked', made: 18, takenBack: 18 },
    { is: 'takenBack', made: 18, takenBack: 18 },
  ),
  'undo-failed': state(
    {
      is: 'undone',
      plan,
      rows: rows([
        undone,
        { is: 'undoFailed', failure: notRemoved },
        undone,
        undone,
        undone,
        undone,
        undone,
        { is: 'failed', failure: denied, milliseconds: 30_100 },
      ]),
      why: 'failed',
      failure: { code: 'CW3003', values: { left: 1, made: 17, reason: 'C:\\ProgramData\\Causeway\\logs is open in another program' } },
      made: 17,
      takenBack: 16,
    },
    { is: 'takenBack', made: 17, takenBack: 16 },
  ),
}
