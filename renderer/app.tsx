import { FluentProvider, type Theme } from '@fluentui/react-components'
import { Fragment, useEffect, type ReactElement } from 'react'
import { AgentScreen } from './agent-screen.tsx'
import { type ManagedPage, type Place, type Step } from './navigation.ts'
import { BundlePage } from './pages/bundle/bundle-page.tsx'
import { CheckServerPage } from './pages/check-server/check-server-page.tsx'
import { ConnectivityPage } from './pages/connectivity/connectivity-page.tsx'
import { EnrollAgainPage } from './pages/enroll-again/enroll-again-page.tsx'
import { InstallPage } from './pages/install/install-page.tsx'
import { LogsPage } from './pages/logs/logs-page.tsx'
import { RepairPage } from './pages/repair/repair-page.tsx'
import { ResourceLocationPage } from './pages/resource-location/resource-location-page.tsx'
import { ReviewPage } from './pages/review/review-page.tsx'
import { SettingsPage } from './pages/settings/settings-page.tsx'
import { StatusPage } from './pages/status/status-page.tsx'
import { SignInPage } from './pages/sign-in/sign-in-page.tsx'
import { UninstallPage } from './pages/uninstall/uninstall-page.tsx'
import { Rail } from './parts/rail.tsx'
import { useSystemTheme } from './theme.ts'
import { useWizard, WizardContext } from './wizard.ts'
import { type WizardStore } from './wizard-store.ts'

const setupPages: Record<Step, ReactElement> = {
  checkServer: <CheckServerPage />,
  signIn: <SignInPage />,
  resourceLocation: <ResourceLocationPage />,
  review: <ReviewPage />,
  install: <InstallPage />,
  connectivity: <ConnectivityPage />,
}
const managedPages: Record<ManagedPage, ReactElement> = {
  status: <StatusPage />,
  connectivity: <ConnectivityPage />,
  checks: <CheckServerPage />,
  logs: <LogsPage />,
  settings: <SettingsPage />,
  bundle: <BundlePage />,
  repair: <RepairPage />,
  enrollAgain: <EnrollAgainPage />,
  uninstall: <UninstallPage />,
}

const pageAt = (place: Place): ReactElement => (place.mode === 'setup' ? setupPages[place.page] : managedPages[place.page])

function Shell() {
  const agent = useWizard((state) => state.agent)
  const hasSnapshot = useWizard((state) => state.snapshot !== undefined)
  const place = useWizard((state) => state.place)
  if (agent.is !== 'connected' || !hasSnapshot || place === undefined) return <AgentScreen agent={agent} />
  return (
    <div className="shell">
      <Rail place={place} />
      {/* A page of its own for every place: it starts at its heading, scrolled to the top. */}
      <Fragment key={`${place.mode} ${place.page}`}>{pageAt(place)}</Fragment>
    </div>
  )
}

function Themed({ theme }: { theme: Theme | undefined }) {
  const systemTheme = useSystemTheme()
  const language = useWizard((state) => state.language)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <FluentProvider theme={theme ?? systemTheme}>
      <Shell />
    </FluentProvider>
  )
}

/** The window: themes, the rail, the page of the present place; or the screen that says why there is none. `theme` replaces the system's. */
export function App({ store, theme }: { store: WizardStore; theme?: Theme }) {
  return (
    <WizardContext value={store}>
      <Themed theme={theme} />
    </WizardContext>
  )
}
