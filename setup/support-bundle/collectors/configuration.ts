/** The service's configuration, with certificates by name instead of whole; what does not parse is shown as it is. */
import { X509Certificate } from 'node:crypto'
import { ConnectorConfiguration, dataFolderFiles } from '../../../contract/local-status-api.ts'
import { productNames } from '../../host/registry-keys.ts'
import { type Collector, files, nothing } from '../collector.ts'

const describe = (pem: string): object => {
  try {
    const { subject, issuer, validFrom, validTo, fingerprint256 } = new X509Certificate(pem)
    return { subject, issuer, validFrom, validTo, fingerprint256 }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

const parsed = (text: string): string | object => {
  try {
    const configuration = ConnectorConfiguration.safeParse(JSON.parse(text))
    if (!configuration.success) return text
    return { ...configuration.data, certificateAuthorities: configuration.data.certificateAuthorities.map(describe) }
  } catch {
    return text
  }
}

export const configuration: Collector = {
  name: 'configuration',
  budget: 5000,
  collect: async ({ reader }) => {
    const read = (file: string) => reader.readFile(`${productNames.dataFolder}\\${file.replaceAll('/', '\\')}`)
    const [settings, certificate] = await Promise.all([read(dataFolderFiles.configuration), read(dataFolderFiles.certificate)])
    const own = certificate.is === 'known' ? [{ path: 'certificate.json', content: describe(textOf(certificate.value)) }] : []
    if (settings.is === 'unknown') throw new Error(settings.why)
    if (settings.is === 'absent') return own.length === 0 ? nothing('notInstalled') : files(...own)
    return files({ path: 'settings.json', content: parsed(textOf(settings.value)) }, ...own)
  },
}
