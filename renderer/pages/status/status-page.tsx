import './status.css'
import { ArrowClockwise20Regular } from '@fluentui/react-icons'
import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { HistorySection } from './history-section.tsx'
import { OtherConnectors } from './other-connectors.tsx'
import { ServiceButtons } from './service-buttons.tsx'
import { ServiceFacts } from './service-facts.tsx'
import { SessionTable } from './session-table.tsx'
import { StatusVerdictBlock } from './status-verdict.tsx'
import { statusVerdict } from './status-view.ts'
import { useServiceWatch } from './use-service-watch.ts'

/** The page on which the program opens once this server is set up. */
export function StatusPage() {
  const { service, connectivity, install } = useSnapshot()
  const say = useSay()
  const act = useAct()
  const verdict = statusVerdict(service, connectivity, install.is)
  useServiceWatch()
  const refresh = { label: say('status.refresh'), icon: <ArrowClockwise20Regular />, onSelect: () => void act('refreshService', {}) }
  return (
    <Page extra={[refresh]} buttons={<CloseButton says="close" />}>
      <StatusVerdictBlock verdict={verdict} />
      <ServiceButtons verdict={verdict} />
      {service.is === 'running' && (
        <>
          <ServiceFacts status={service.status} />
          <HistorySection />
          <SessionTable sessions={service.status.sessions} />
          <OtherConnectors
            location={service.status.connector.locationName}
            {...(service.others === undefined ? {} : { others: service.others })}
          />
        </>
      )}
      {service.is !== 'running' && service.is !== 'notInstalled' && <HistorySection />}
    </Page>
  )
}
