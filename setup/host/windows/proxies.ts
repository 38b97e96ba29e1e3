/** Proxy settings of the machine, of the person and of the service, as facts. */
import { readMachineProxy, readServiceProxy, readUserProxy } from '../../../connector/way-out/windows-proxies.ts'
import { type ProxySetting } from '../../../contract/proxy.ts'
import { type Fact, known } from '../fact-sections.ts'
import { factOf } from './native.ts'

export const machineProxySetting = (): Fact<ProxySetting> => factOf(() => known(readMachineProxy()))

export const userProxySetting = (): Fact<ProxySetting> => factOf(() => known(readUserProxy()))

/** By the very call that the service makes itself. */
export const serviceProxySetting = (): Fact<ProxySetting> => factOf(() => known(readServiceProxy()))
