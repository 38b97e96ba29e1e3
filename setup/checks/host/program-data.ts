/**
 * The data folder will hold the machine's key. Every user may make folders under ProgramData, so one that is there already must
 * belong to SYSTEM or the administrators, be writable by nobody else and lead nowhere else.
 */
import { wellKnownSids } from '../../host/registry-keys.ts'
import { type Check, measured, measuredFact, needed, valueOf } from '../check.ts'

const trustedOwners = new Set<string>([wellKnownSids.system, wellKnownSids.administrators])

export const programData: Check<'host.program-data'> = {
  id: 'host.program-data',
  async run({ reader, signal }) {
    const section = await reader.section('programData', signal)
    const path = needed(section.path, 'folder')
    const owner = valueOf(section.owner, 'owner')
    const values = { folder: path, owner: owner ?? '' }
    if (owner === undefined) return { outcome: 'pass', finding: 'creatable', values, evidence: [measured('folder', path)] }
    const evidence = [
      measured('folder', path),
      measured('owner', owner),
      measuredFact('writableByOthers', section.writableByOthers),
      measuredFact('redirected', section.redirected),
    ]
    const planted =
      !trustedOwners.has(owner) || needed(section.writableByOthers, 'writableByOthers') || needed(section.redirected, 'redirected')
    return planted ? { outcome: 'fail', finding: 'planted', values, evidence } : { outcome: 'pass', finding: 'ours', values, evidence }
  },
}
