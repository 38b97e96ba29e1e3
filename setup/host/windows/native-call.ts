/**
 * A program of its own for one call that may hang or end the process it is made in: the parent ends it after its time.
 *
 *   node native-call.js secure-channel <domain> <file for the answer>
 */
import { writeFileSync } from 'node:fs'
import { prepareErrors } from './native.ts'
import { verifySecureChannel } from './secure-channel.ts'

const [call, domain = '', file = ''] = process.argv.slice(2)
prepareErrors()
if (call !== 'secure-channel' || domain === '' || file === '') process.exit(64)
writeFileSync(file, JSON.stringify(verifySecureChannel(domain)), { flag: 'wx', mode: 0o600 })
