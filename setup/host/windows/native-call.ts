/**
 * A program of its own for one call that may hang or end the process it is made in: the parent ends it after its time.
 *
 *   node native-call.js secure-channel <domain> <file for the answer>
 *   node native-call.js trusts - <file for the answer>
 *   node native-call.js ticket <service, such as ldap/dc1.contoso.example> <file for the answer>
 */
import { writeFileSync } from 'node:fs'
import { domainTrusts } from './domain-trusts.ts'
import { freshTicket } from './kerberos-ticket.ts'
import { prepareErrors } from './native.ts'
import { verifySecureChannel } from './secure-channel.ts'

const calls: Readonly<Record<string, (given: string) => unknown>> = {
  'secure-channel': verifySecureChannel,
  trusts: domainTrusts,
  ticket: freshTicket,
}

const [name = '', given = '', file = ''] = process.argv.slice(2)
prepareErrors()
const call = Object.hasOwn(calls, name) ? calls[name] : undefined
if (call === undefined || given === '' || file === '') process.exit(64)
writeFileSync(file, JSON.stringify(call(given)), { flag: 'wx', mode: 0o600 })
