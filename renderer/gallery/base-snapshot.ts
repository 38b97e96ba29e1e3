import { checkIds } from '../../contract/check-catalogue.ts'
import { type CheckRow } from '../../contract/check-report.ts'
import { RunId } from '../../contract/ids.ts'
import { type WizardSnapshot } from '../../contract/wizard-api.ts'
import { instantAt } from './gallery-state.ts'

export const galleryRun = RunId.parse('run_gallery00')

/** Every check passed with its first finding: where states begin that are about something else. */
export const allPassed: CheckRow[] = checkIds.map((id) => ({
  id,
  state: { is: 'done', result: { outcome: 'pass', values: {}, evidence: [], milliseconds: 12 } },
}))

/** A fresh server, checked and ready, nobody signed in, nothing changed. States are made of it: `{ ...baseSnapshot, signIn: … }`. */
export const baseSnapshot: WizardSnapshot = {
  server: {
    machineName: 'MUC-CONN-02',
    system: 'Windows Server 2022',
    domain: 'corp.contoso.example',
    simulated: false,
    account: 'CORP\\anna.lindqvist-adm',
    elevated: true,
    version: '0.1.0',
  },
  ledger: { is: 'nothingChanged' },
  checks: { run: { is: 'done', id: galleryRun, since: instantAt(-40), until: instantAt(-28), verdict: 'ready' }, rows: allPassed },
  signIn: { is: 'addressNeeded' },
  locations: { is: 'none' },
  install: { is: 'none' },
  connectivity: { is: 'idle' },
  service: { is: 'notInstalled' },
  bundle: { is: 'none' },
  history: { is: 'none' },
  log: [],
}
