/** `causeway-setup bundle`: collects a support bundle, says what is in it, writes it to a file. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { failed } from '../../contract/error-codes.ts'
import { type BundleManifest } from '../../contract/support-bundle.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { bytes } from '../../contract/wording/format.ts'
import { outcomeText, takenText } from '../support-bundle/outcome-text.ts'
import { bundleWording } from '../support-bundle/wording.ts'
import { type Output } from './output.ts'
import { cancelledCode, type Command, refuse, until } from './session.ts'

const lines = ({ files, collectors }: BundleManifest, { language }: Output): string[] => {
  const { about, parts } = bundleWording[language]
  const missing = collectors.flatMap((report) => {
    const text = outcomeText(report, language)
    return text === undefined ? [] : [`  ${about[report.name]}: ${text}`]
  })
  return [
    ...files.map(({ path, collector, bytes: size }) => `  ${path.padEnd(20)} ${bytes(size).padStart(9)}  ${about[collector]}`),
    ...(missing.length === 0 ? [] : [`${parts.missing}:`, ...missing]),
  ]
}

export const bundleCommand: Command = async (session) => {
  const { engine, output, given, cancelled } = session
  const { out, list, noNames } = given
  if (out === undefined && !list) return refuse(output, failed('CW7008', { argument: '--out', reason: 'is needed' }).failure)
  await engine.presetTried()
  await engine.call('collectBundle', { names: noNames ? 'replaced' : 'kept', language: output.language })
  await until(session, ({ bundle }) => bundle.is === 'ready' || bundle.is === 'failed')
  if (cancelled.aborted) return cancelledCode
  const { bundle } = engine.snapshot
  if (bundle.is !== 'ready') return refuse(output, bundle.is === 'failed' ? bundle.failure : failed('CW9001').failure)
  const { manifest } = bundle
  const { names, notSent } = bundleWording[output.language]
  if (list) {
    output.result(output.json ? JSON.stringify(manifest, null, 2) : lines(manifest, output).join('\n'))
    return exitCodes.done
  }
  for (const line of lines(manifest, output)) output.progress(line)
  const secrets = manifest.files.reduce((sum, file) => sum + file.secrets, 0)
  output.progress(`${takenText(secrets, output.language)} ${names[manifest.names]} ${notSent}`)
  const archive = await engine.call('bundleArchive', {})
  if (!archive.ok) return refuse(output, archive.failure)
  const path = resolve(out ?? archive.value.name)
  try {
    writeFileSync(path, Buffer.from(archive.value.base64, 'base64'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refuse(output, failed('CW7009', { file: path, reason }).failure)
  }
  const { sha256 } = archive.value
  output.result(output.json ? JSON.stringify({ ...manifest, path, sha256 }, null, 2) : `${path}  SHA-256 ${sha256}`)
  return exitCodes.done
}
