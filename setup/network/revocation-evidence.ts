/** What lists and responders said, as evidence: each source with its answer below it. */
import { type Evidence } from '../../contract/check-report.ts'
import { measured } from '../checks/check.ts'
// Types alone: anything else would load the library with this file.
import type { RevocationSource } from './revocation-probe.ts'

/** The others are copies, or of certificates further up. */
const most = 12

const print = ({ outcome, reason, since, milliseconds }: RevocationSource): string =>
  [outcome, reason, since, `${Math.round(milliseconds)} ms`].filter((part) => part !== undefined).join(' ')

export const revocationEvidence = (sources: readonly RevocationSource[]): Evidence[] =>
  sources.slice(0, most).flatMap((source) => [measured('revocationSource', source.url), measured('connection', print(source))])
