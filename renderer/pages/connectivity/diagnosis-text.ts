import { type Diagnosis } from '../../../contract/connectivity.ts'
import { ErrorCode, type MessageValues } from '../../../contract/error-codes.ts'
import { type Sentences } from '../../sentences.ts'
import { shortName } from './connectivity-view.ts'

type Broken = Pick<Extract<Diagnosis, { is: 'notWorking' }>, 'code' | 'values' | 'endpoint'>

/** Leaves out what a sentence has no value for, with the mark that would lead to it: "refused: {reason}" becomes "refused". */
const withoutGaps = (sentence: string) => sentence.replace(/[:：]?\s*\{\w+(?::\w+)?\}/g, '')

/** Why nothing comes through, as the end of a sentence. A code without a sentence of its own is said by its error text, then by itself. */
export function causeText({ code, values, endpoint }: Broken, { engine, complete, failure }: Sentences): string {
  const all: MessageValues = { endpoint: shortName(endpoint), ...values }
  const sentence = engine.causes[code]
  if (sentence !== undefined) return withoutGaps(complete(sentence, all))
  const known = ErrorCode.safeParse(code)
  return known.success ? withoutGaps(failure({ code: known.data, values: all }).title) : code
}

/** The one sentence on top of a live test. */
export function diagnosisText(diagnosis: Diagnosis, sentences: Sentences): string {
  const { engine, complete, failure } = sentences
  switch (diagnosis.is) {
    case 'working': {
      const values = { milliseconds: diagnosis.milliseconds, relay: shortName(diagnosis.relay), through: diagnosis.through ?? '' }
      return complete(diagnosis.through === undefined ? engine.diagnosis.working : engine.diagnosis.workingThrough, values)
    }
    case 'notWorking':
      return complete(engine.diagnosis.notWorking, { cause: causeText(diagnosis, sentences) })
    case 'unknown':
      return `${engine.diagnosis.unknown}: ${failure(diagnosis).title}`
    case 'testing':
    case 'notInstalled':
      return engine.diagnosis[diagnosis.is]
  }
}
