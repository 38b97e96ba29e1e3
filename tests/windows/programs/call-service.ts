/** Runs on node.exe: calls the connector service of a data folder over its named pipe and prints the answer. */
import { argv, stdout } from 'node:process'
import { statusAddress } from '../../../connector/identity/status-address.ts'
import { openLocalStatus } from '../../../setup/service/local-status.ts'

const [, , dataFolder = '', call = '', count = '3'] = argv
const door = openLocalStatus(() => statusAddress(dataFolder))
const signal = AbortSignal.timeout(30_000)
stdout.write(JSON.stringify(call === 'echo' ? await door.echo(Number(count), signal) : await door.status(signal)))
