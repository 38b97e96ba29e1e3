/** What the worker uses and moves, for health reports and status. */
import { availableParallelism } from 'node:os'
import { type ConnectorLoad } from '../contract/control-plane-api.ts'

export class LoadMeter {
  #streams = 0
  #bytes = 0
  #rate = 0
  #cpu = 0
  #usage = process.cpuUsage()
  #at = performance.now()

  opened(): void {
    this.#streams += 1
  }
  closed(): void {
    this.#streams -= 1
  }
  moved(bytes: number): void {
    this.#bytes += bytes
  }

  /** Since the last call, or the last value when that was under half a second ago. */
  get load(): ConnectorLoad {
    const elapsed = performance.now() - this.#at
    if (elapsed >= 500) {
      const { user, system } = process.cpuUsage(this.#usage)
      this.#cpu = Math.min(1, (user + system) / 1000 / elapsed / availableParallelism())
      this.#rate = Math.round((this.#bytes * 1000) / elapsed)
      this.#usage = process.cpuUsage()
      this.#at = performance.now()
      this.#bytes = 0
    }
    return { cpu: this.#cpu, memoryBytes: process.memoryUsage.rss(), streams: this.#streams, bytesPerSecond: this.#rate }
  }
}
