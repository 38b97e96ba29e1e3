/** Updates on, restarts when a person or the connectors' own order says so, not in the middle of the day by themselves. */
import { type Check, measuredFact, valueOf } from '../check.ts'

/** `AUOptions` 4: download, install by schedule and restart. learn.microsoft.com, "Configure Automatic Updates". */
const installsBySchedule = 4

export const windowsUpdate: Check<'host.windows-update'> = {
  id: 'host.windows-update',
  async run({ reader, signal }) {
    const update = await reader.section('windowsUpdate', signal)
    const evidence = [
      measuredFact('updateTurnedOff', update.turnedOff),
      measuredFact('updateOption', update.option),
      measuredFact('updateNoRestart', update.noRestartWithUsers),
      measuredFact('updateService', update.serviceStart),
    ]
    const turnedOff = valueOf(update.turnedOff, 'updateTurnedOff') ?? false
    if (turnedOff || valueOf(update.serviceStart, 'updateService') === 'disabled') return { outcome: 'warn', finding: 'off', evidence }
    const restarts =
      valueOf(update.option, 'updateOption') === installsBySchedule && valueOf(update.noRestartWithUsers, 'updateNoRestart') !== true
    return restarts ? { outcome: 'warn', finding: 'automaticRestart', evidence } : { outcome: 'pass', finding: 'calm', evidence }
  },
}
