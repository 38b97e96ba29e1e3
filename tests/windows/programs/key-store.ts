/**
 * Runs on node.exe: the machine's key as set-up and the service keep it.
 *
 *   key-store.js create <data folder> <file for a certificate request>     key-store.js read <data folder>
 *   key-store.js wrap <file> <purpose> <text>                              key-store.js unwrap <file> <purpose>
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, stdout } from 'node:process'
import { certificateRequest } from '../../../connector/identity/certificate-request.ts'
import { unwrapOnMachine, wrapForMachine } from '../../../connector/identity/data-protection.ts'
import { fileKeyStore } from '../../../connector/identity/key-file.ts'
import { Refused } from '../../../connector/identity/win32.ts'
import { dataFolderFiles } from '../../../contract/local-status-api.ts'

const [, , what, path = '', second = '', third = ''] = argv
const store = fileKeyStore(join(path, dataFolderFiles.key))
const answer = async (): Promise<unknown> => {
  switch (what) {
    case 'create': {
      const key = await store.create()
      if (key.ok) writeFileSync(second, await certificateRequest(key.value, 'wine'))
      return key
    }
    case 'read':
      return store.read()
    case 'wrap':
      writeFileSync(path, wrapForMachine(Buffer.from(third), second))
      return null
    default:
      try {
        return unwrapOnMachine(readFileSync(path), second).toString()
      } catch (error) {
        return error instanceof Refused ? { refused: error.code } : String(error)
      }
  }
}
stdout.write(JSON.stringify(await answer()))
