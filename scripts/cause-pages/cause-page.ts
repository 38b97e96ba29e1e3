/** What a page of docs/errors says beside the sentences of the product: how a person sees the cause without it. */

export interface ByHand {
  /** One command, as it is typed on the server; `<…>` stands for what the person puts in. */
  readonly run: string
  /** How its answer is read. */
  readonly read: string
}

export interface CausePage {
  /** What is behind it in practice. */
  readonly means?: string
  readonly confirm: readonly ByHand[]
  readonly who: string
  /** Shows that the cause is gone. */
  readonly verify: string
}

export const byHand = (run: string, read: string): ByHand => ({ run, read })

export const whoActs = {
  administrator: 'The administrator of this server.',
  network: 'The network or firewall team; `causeway-setup request` writes what they need.',
  proxy: 'The team that runs the proxy; `causeway-setup request` writes what they need.',
  policy: 'The owner of the group policy.',
  directory: 'The administrators of the domain.',
  operator: 'The operator of the control plane.',
  owner: 'An owner of the organization, in the console.',
} as const
