import { throughputLimits } from '../../../contract/connectivity.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useSay } from '../../wizard.ts'

/** Says what will be sent before anything is. Shown while it is rendered. */
export function ThroughputDialog({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const act = useAct()
  const { engine, complete } = useSentences()
  const measure = () => {
    onClose()
    void act('measureThroughput', {}, 'told')
  }
  return (
    <ConfirmDialog
      title={say('connectivity.throughput.title')}
      confirm={say('connectivity.throughput.yes')}
      keep={say('connectivity.throughput.no')}
      onConfirm={measure}
      onKeep={onClose}
    >
      <p>{complete(engine.throughput.before, { ...throughputLimits })}</p>
      <p>{say('connectivity.throughput.shares')}</p>
    </ConfirmDialog>
  )
}
