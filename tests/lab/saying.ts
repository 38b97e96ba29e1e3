/** What the product said, in the sentences that a person reads, for the table. */
import { type CheckReport } from '../../contract/check-report.ts'
import { type ConnectivityReport } from '../../contract/connectivity.ts'
import { diagnosisLine, findingOf } from '../../setup/commands/output.ts'
import { catalogueRow } from '../../contract/check-catalogue.ts'

export const sayingOf = (checks: CheckReport | undefined, test: ConnectivityReport): string => {
  const found = (checks?.rows ?? []).flatMap((row) => {
    if (row.state.is !== 'done' || !['fail', 'warn'].includes(row.state.result.outcome)) return []
    return ['network', 'certificates'].includes(catalogueRow(row.id).group) || row.id === 'host.clock' ? [findingOf(row, 'en')] : []
  })
  return [...(found.length === 0 ? [] : [found.join('; ')]), diagnosisLine(test.diagnosis, 'en')].join(' / ').replaceAll('|', '/')
}
