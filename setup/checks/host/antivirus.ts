/** Scanners that look into every packet and file slow a connector and may hold its files; which folders to leave out is advice, not a need. */
import { productNames } from '../../host/registry-keys.ts'
import { type Check, measured, measuredFact, needed, valueOf } from '../check.ts'

/** Names of services of scanners for servers; the texts on screen may be translated, these are not. */
const scanners: readonly (readonly [name: RegExp, product: string])[] = [
  [/^WinDefend$/i, 'Microsoft Defender Antivirus'],
  [/^SepMasterService$/i, 'Symantec Endpoint Protection'],
  [/^(mfemms|McShield)$/i, 'Trellix Endpoint Security'],
  [/^(ntrtscan|ds_agent)$/i, 'Trend Micro'],
  [/^CSFalconService$/i, 'CrowdStrike Falcon'],
  [/^SentinelAgent$/i, 'SentinelOne'],
  [/^(Sophos MCS Client|SAVService)$/i, 'Sophos'],
  [/^ekrn$/i, 'ESET'],
  [/^EPSecurityService$/i, 'Bitdefender'],
]
const folders = [productNames.programFolder, productNames.dataFolder]

/** Whether Windows leaves this folder out: it or a folder above it is listed. Variables in the list are not looked into. */
const isCovered = (folder: string, exclusions: readonly string[]): boolean =>
  exclusions.some((entry) => {
    const listed = entry.replace(/[\\*]+$/, '').toLowerCase()
    return folder.toLowerCase() === listed || folder.toLowerCase().startsWith(`${listed}\\`)
  })

export const antivirus: Check<'host.antivirus'> = {
  id: 'host.antivirus',
  async run({ reader, signal }) {
    const [{ all }, { defenderExclusions }] = await Promise.all([reader.section('services', signal), reader.section('antivirus', signal)])
    const running = needed(all, 'services').filter(({ state }) => state === 'running')
    const found = scanners.filter(([name]) => running.some((service) => name.test(service.name))).map(([, product]) => product)
    const evidence = [
      measured('scanners', found.join(', ') || undefined),
      measuredFact(
        'defenderExclusions',
        defenderExclusions.is === 'known' ? { is: 'known', value: defenderExclusions.value.slice(0, 20).join('; ') } : defenderExclusions,
      ),
    ]
    const first = found[0]
    if (first === undefined) return { outcome: 'pass', finding: 'none', evidence }
    const values = { scanners: found.join(', '), folders: folders.join('; ') }
    // Only Defender's list can be read; with another scanner beside it the advice stays.
    if (found.length > 1 || first !== 'Microsoft Defender Antivirus') return { outcome: 'pass', finding: 'advice', values, evidence }
    const exclusions = valueOf(defenderExclusions, 'defenderExclusions') ?? []
    return { outcome: 'pass', finding: folders.every((f) => isCovered(f, exclusions)) ? 'excluded' : 'advice', values, evidence }
  },
}
