/** The wizard as a person sees it: what can be read and pressed on its pages, by role and name. */
import { execFileSync } from 'node:child_process'
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test'

export class Wizard {
  readonly app: ElectronApplication
  readonly page: Page
  /** What the page wrote to its console as an error, and errors nobody caught. */
  readonly complaints: string[] = []

  private constructor(app: ElectronApplication, page: Page) {
    this.app = app
    this.page = page
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
  }

  /** Addresses that the window hands to the system's browser are kept instead of opened. */
  static async of(app: ElectronApplication): Promise<Wizard> {
    await app.evaluate(({ app: one, shell }) => {
      const addresses: string[] = []
      Object.assign(one, { addresses })
      shell.openExternal = async (address) => void addresses.push(address)
    })
    const wizard = new Wizard(app, await app.firstWindow())
    await expect(wizard.heading).toBeVisible({ timeout: 30_000 })
    return wizard
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 })
  }
  /** Waits for a page by its title. */
  async isOn(title: string, milliseconds = 15_000): Promise<void> {
    await expect(this.heading).toHaveText(new RegExp(`(^|\\d )${title}$`), { timeout: milliseconds })
  }
  /** What the footer says about changes on this server. */
  get ledger(): Locator {
    return this.page.getByRole('contentinfo')
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }
  /** Name of the server, which is also the name proposed for its connector. */
  async machineName(): Promise<string> {
    return this.page
      .getByText(/^CONN-[0-9A-F]{6}$/)
      .first()
      .innerText()
  }
  /** The address opened last; waits for one. */
  async openedAddress(): Promise<string> {
    const addresses = () => this.app.evaluate(({ app }) => (app as typeof app & { addresses: string[] }).addresses)
    await expect.poll(async () => (await addresses()).length).toBeGreaterThan(0)
    return (await addresses()).at(-1) ?? ''
  }
  /** Kills the setup agent as a crash would. */
  killAgent(): void {
    const window = this.app.process().pid ?? 0
    const children = execFileSync('ps', ['--ppid', String(window), '-o', 'pid=,args='], { encoding: 'utf8' })
    const agent = children.split('\n').find((line) => line.includes('agent.js'))
    if (agent === undefined) throw new Error(`no agent among the children of the window:\n${children}`)
    process.kill(Number.parseInt(agent, 10), 'SIGKILL')
  }
  async close(): Promise<void> {
    await this.app.close().catch(() => undefined)
  }
}
