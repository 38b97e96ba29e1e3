#!/usr/bin/env node
/**
 * Starts the setup agent elevated through Windows' consent prompt, for the window, which calls no Windows function itself: one
 * request on standard input, one line of JSON for each thing that happens on standard output. Ends when the agent has ended.
 */
import { text as readAll } from 'node:stream/consumers'
import { ElevationRequest, type ElevationEvent } from '../contract/elevation.ts'
import { elevationType, runElevated } from './host/windows/elevation.ts'

const tell = (event: ElevationEvent): void => void process.stdout.write(`${JSON.stringify(event)}\n`)

const main = async (): Promise<void> => {
  const request = ElevationRequest.parse(JSON.parse(await readAll(process.stdin)))
  // A window that somebody started "as administrator" would put a browser engine behind the consent that was meant for set-up.
  if (elevationType() === 'full') {
    tell({ is: 'windowElevated' })
    return
  }
  const started = runElevated(request)
  if (!started.ok) {
    tell({ is: 'refused', error: started.error })
    return
  }
  tell({ is: 'started', pid: started.pid })
  tell({ is: 'ended', code: await started.ended() })
}

await main()
