import { Button } from '@fluentui/react-components'
import { type InstallState } from '../../../contract/install-plan.ts'
import { Page } from '../../parts/page.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { ActionList } from './action-list.tsx'
import { InstallLog } from './install-log.tsx'
import { barValue } from './install-view.ts'

/** Everything on its way back: the same bar empties, the same rows change in place. */
export function UndoingInstall({ install }: { install: Extract<InstallState, { is: 'undoing' }> }) {
  const say = useSay()
  const { failure, gap } = useSentences()
  const done = install.rows.filter((row) => row.state.is === 'undone').length
  const count = install.rows.filter((row) => row.state.is !== 'waiting' && row.state.is !== 'failed').length
  return (
    <Page title={say('install.titles.undoing')} buttons={<Button disabled>{say('shell.close')}</Button>}>
      <Verdict
        of="running"
        says={say(`install.takingBackWhy.${install.why}`)}
        sub={
          <>
            {install.failure !== undefined && <p>{failure(install.failure).title}</p>}
            <p className="num">
              {say('install.takingBack', { done, count })}
              {gap}
              {say('install.goesOn')}
            </p>
          </>
        }
      >
        <Progress value={Math.round(barValue(install) * 100)} label={say('install.bar')} />
      </Verdict>
      <ActionList rows={install.rows} />
      <InstallLog />
    </Page>
  )
}
