/** Which machine was enrolled, from the configuration of the connector service. */
import { ConnectorConfiguration } from '../../contract/local-status-api.ts'
import { type Fact, known, unknown } from './fact-sections.ts'

/** Absent when nothing is enrolled; unknown when the file is not a configuration. */
export const enrolledFingerprint = (file: Fact<Uint8Array>): Fact<string> => {
  if (file.is !== 'known') return file
  try {
    return known(ConnectorConfiguration.parse(JSON.parse(Buffer.from(file.value).toString('utf8'))).fingerprint)
  } catch {
    return unknown('the configuration of the connector service is damaged')
  }
}
