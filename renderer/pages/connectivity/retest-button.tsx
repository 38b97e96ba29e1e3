import { Button } from '@fluentui/react-components'
import { ArrowClockwise16Regular } from '@fluentui/react-icons'
import { type Layer } from '../../../contract/connectivity.ts'
import { useSentences } from '../../sentences.ts'
import { useAct, useSay } from '../../wizard.ts'

/** Tries one layer again, at one endpoint or at all; the row changes in place. */
export function RetestButton({ layer, endpoint }: { layer: Layer; endpoint?: string }) {
  const say = useSay()
  const act = useAct()
  const { engine } = useSentences()
  const name = engine.layers[layer]
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={<ArrowClockwise16Regular />}
      aria-label={
        endpoint === undefined ? say('connectivity.retest', { layer: name }) : say('connectivity.retestAt', { layer: name, endpoint })
      }
      onClick={() => void act('retestLayer', endpoint === undefined ? { layer } : { layer, endpoint })}
    />
  )
}
