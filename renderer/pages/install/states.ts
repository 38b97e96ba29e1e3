import { type Failure } from '../../../contract/error-codes.ts'
import { type ActionState, type InstallState, type Ledger } from '../../../contract/install-plan.ts'
import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { allDone, done, logLines, plan, plannedSnapshot, rows } from '../../gallery/example-plan.ts'
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

const threeDone: ActionState[] = [done(11_200), done(640), done(1900)]
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
  rows: rows([...threeDone, { is: 'running', since: instantAt(-6) }]),
  progress: 46,
  since: instantAt(-20),
}
const sevenUndone: ActionState[] = [undone, undone, undone, undone, undone, undone, { is: 'failed', failure: denied, milliseconds: 30_100 }]

export const states: GalleryStates = {
  running: state(atWork, { is: 'changing', changes: 8 }),
  'running-log': state(atWork, { is: 'changing', changes: 8 }, {}, { 'install.log': 'open' }),
  'running-no-return': state(
    {
      is: 'running',
      plan,
      rows: allDone.map((row) => (row.action.name === 'roundTrip' ? { ...row, state: { is: 'running', since: instantAt(-1) } } : row)),
      progress: 93,
      since: instantAt(-29),
    },
    { is: 'changing', changes: 15 },
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
        { is: 'failed', failure: denied, milliseconds: 30_100 },
      ]),
      why: 'failed',
      failure: denied,
    },
    { is: 'changing', changes: 8 },
  ),
  interrupted: state({ is: 'interrupted', plan, rows: rows(threeDone), at: instantAt(-1260) }, { is: 'interrupted', changes: 8 }),
  'interrupted-signed-out': state(
    { is: 'interrupted', plan, rows: rows(threeDone), at: instantAt(-1260) },
    { is: 'interrupted', changes: 8 },
    { signIn: { is: 'addressNeeded' } },
  ),
  damaged: state(
    { is: 'damaged', failure: { code: 'CW3006', values: { file: 'C:\\ProgramData\\Causeway\\journal.jsonl', line: 14 } } },
    { is: 'unreadable' },
  ),
  installed: state({ is: 'installed', plan, rows: allDone, at: instantAt(-2) }, { is: 'changed', changes: 15 }, { service: running }),
  failed: state(
    { is: 'undone', plan, rows: rows(sevenUndone), why: 'failed', failure: denied, made: 14, takenBack: 14 },
    { is: 'takenBack', made: 14, takenBack: 14 },
  ),
  cancelled: state(
    { is: 'undone', plan, rows: rows([undone, undone, undone, undone]), why: 'cancelled', made: 8, takenBack: 8 },
    { is: 'takenBack', made: 8, takenBack: 8 },
  ),
  uninstalled: state(
    { is: 'undone', plan, rows: rows(plan.actions.map(() => undone)), why: 'asked', made: 15, takenBack: 15 },
    { is: 'takenBack', made: 15, takenBack: 15 },
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
        { is: 'failed', failure: denied, milliseconds: 30_100 },
      ]),
      why: 'failed',
      failure: { code: 'CW3003', values: { left: 1, made: 14, reason: 'C:\\ProgramData\\Causeway\\logs is open in another program' } },
      made: 14,
      takenBack: 13,
    },
    { is: 'takenBack', made: 14, takenBack: 13 },
  ),
}
