/** What is said of a collector that brought nothing, and of the values that were taken out. */
import { type CollectorReport } from '../../contract/support-bundle.ts'
import { format } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { bundleWording } from './wording.ts'

export const takenText = (count: number, language: Language): string => {
  const { taken } = bundleWording[language]
  return count === 0 ? taken.none : format(count === 1 ? taken.one : taken.other, { count }, language)
}

export const outcomeText = ({ outcome }: CollectorReport, language: Language): string | undefined =>
  outcome.is === 'collected'
    ? undefined
    : outcome.is === 'nothing'
      ? bundleWording[language].reasons[outcome.why]
      : format(bundleWording[language].outcomes[outcome.is], { ...outcome }, language)
