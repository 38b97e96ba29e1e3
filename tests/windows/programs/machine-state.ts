/** Runs on node.exe: prints every service, and every key and value of the registry where an installation could leave something. */
import { stdout } from 'node:process'
import { prepareErrors } from '../../../setup/host/windows/native.ts'
import { registrySubkeys, registryValue, registryValueNames } from '../../../setup/host/windows/registry.ts'
import { allServices } from '../../../setup/host/windows/services.ts'

/** Wine fills the certificates in when somebody first asks for them; classes are thousands, and none of ours. */
const laterFilled = new Set(['classes', 'systemcertificates'])

prepareErrors()
const registry: Record<string, string> = {}
const read = (key: string): void => {
  registry[key] = ''
  const [values, keys] = [registryValueNames(key), registrySubkeys(key)]
  for (const name of values.is === 'known' ? values.value : []) registry[`${key}\\${name}`] = JSON.stringify(registryValue(key, name))
  for (const name of keys.is === 'known' ? keys.value : []) if (!laterFilled.has(name.toLowerCase())) read(`${key}\\${name}`)
}
for (const key of ['SOFTWARE', 'SYSTEM\\CurrentControlSet\\Services', 'SYSTEM\\CurrentControlSet\\Control\\Session Manager'])
  read(`HKLM\\${key}`)

const services = allServices()
if (services.is !== 'known') throw new Error(JSON.stringify(services))
stdout.write(
  JSON.stringify({
    registry,
    services: services.value.map(({ pid: _pid, state: _state, ...service }) => service).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }),
)
