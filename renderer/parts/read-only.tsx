import { Button } from '@fluentui/react-components'
import { useAct, useSay, useSnapshot } from '../wizard.ts'
import { Verdict } from './verdict.tsx'

/** Shown where something could be changed by an administrator: what elevation would add, and the way to it. Nothing for administrators. */
export function ReadOnly({ adds }: { adds: string }) {
  const say = useSay()
  const act = useAct()
  const { server } = useSnapshot()
  if (server.elevated) return null
  return (
    <Verdict
      of="note"
      says={say('shell.readOnly.says')}
      sub={`${say('shell.readOnly.sub', { account: server.account })} ${adds}`}
      act={<Button onClick={() => void act('restartAgent', {})}>{say('shell.readOnly.ask')}</Button>}
    />
  )
}
