/** Compares what the product said with what it had to say. Pure. */
import { catalogueRow } from '../../contract/check-catalogue.ts'
import { type CheckReport } from '../../contract/check-report.ts'
import { type ConnectivityReport } from '../../contract/connectivity.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { type ExpectedCheck, type ExpectedTest } from './scene.ts'

/** Complaints, each one sentence; none when the product was right. */
export type Complaints = readonly string[]

const missing = (names: readonly string[] = [], where: unknown): string[] => {
  const text = JSON.stringify(where)
  return names.filter((name) => !text.includes(name))
}

export const judgeChecks = ({ rows }: CheckReport, expected: readonly ExpectedCheck[]): Complaints => {
  const complaints: string[] = []
  for (const { id, state } of rows) {
    if (!['network', 'certificates'].includes(catalogueRow(id).group) && id !== 'host.clock') continue
    const wanted = expected.find((each) => each.id === id)
    if (state.is !== 'done') {
      complaints.push(`${id} did not end`)
      continue
    }
    const { outcome, finding = '', reason = '', remedy } = state.result
    if (wanted === undefined) {
      // A busy machine answers late, and the check says what is so.
      if (id === 'network.latency' && finding === 'long') continue
      if (outcome === 'fail' || outcome === 'warn' || outcome === 'error')
        complaints.push(`${id} is a false cause: ${outcome} ${finding}${reason}`)
      continue
    }
    if (outcome !== (wanted.outcome ?? 'fail') || finding !== wanted.finding)
      complaints.push(`${id}: ${outcome} ${finding}${reason} instead of ${wanted.outcome ?? 'fail'} ${wanted.finding}`)
    else {
      for (const name of missing(wanted.names, state.result)) complaints.push(`${id} does not name ${name}`)
      if (wanted.owner !== undefined && remedy?.owner !== wanted.owner)
        complaints.push(`${id}: ${remedy?.owner ?? 'nobody'} has to act instead of ${wanted.owner}`)
    }
  }
  return complaints
}

/** Also by the command's exit code, which scripts decide by: 0 only where nothing is in the way. */
export const judgeTest = (report: ConnectivityReport, code: number | null, expected: ExpectedTest): Complaints => {
  const right = expected.is === 'notWorking' ? exitCodes.network : exitCodes.done
  return [...judgeDiagnosis(report, expected), ...(code === right ? [] : [`test: ended with ${code ?? 'a signal'} instead of ${right}`])]
}

const judgeDiagnosis = ({ diagnosis, rows, further }: ConnectivityReport, expected: ExpectedTest): Complaints => {
  if (diagnosis.is === 'working' && expected.is === 'working') {
    const causes = further?.causes ?? []
    const { beside, relay = diagnosis.relay } = expected
    const wrong = causes.filter(({ code }) => code !== beside?.code).map(({ code }) => `test: ${code} beside is a false cause`)
    if (relay !== diagnosis.relay) wrong.push(`test: works through ${diagnosis.relay} instead of ${relay}`)
    if (beside === undefined) return wrong
    return [...wrong, ...missing(beside.names, causes).map((name) => `test does not say beside that ${beside.code} ${name}`)]
  }
  if (diagnosis.is !== 'notWorking' || expected.is !== 'notWorking')
    return diagnosis.is === expected.is ? [] : [`test: ${describe(diagnosis)} instead of ${describe(expected)}`]
  const complaints: string[] = []
  if (diagnosis.code !== expected.code || diagnosis.layer !== expected.layer)
    complaints.push(`test: ${describe(diagnosis)} instead of ${describe(expected)}`)
  else if (diagnosis.owner !== expected.owner) complaints.push(`test: ${diagnosis.owner} has to act instead of ${expected.owner}`)
  const row = rows.find(({ endpoint, layer }) => endpoint === diagnosis.endpoint && layer === diagnosis.layer)
  for (const name of missing(expected.names, { diagnosis, row })) complaints.push(`test does not name ${name}`)
  return complaints
}

const describe = (diagnosis: ExpectedTest | ConnectivityReport['diagnosis']): string =>
  diagnosis.is === 'notWorking' ? `${diagnosis.code} at ${diagnosis.layer}` : diagnosis.is
