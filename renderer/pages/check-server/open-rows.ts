import { useDraft } from '../../wizard.ts'

/** Which rows are open, kept over a reload. A row that is open by default stays so until it is closed by hand. */
export function useOpenRows(): {
  isOpen: (name: string, byDefault?: boolean) => boolean
  toggle: (name: string, byDefault?: boolean) => void
} {
  const [kept, keep] = useDraft('checkServer.open')
  // A name alone was opened by hand, one with a minus before it was closed by hand.
  const hands = new Set(kept.split(' ').filter((name) => name !== ''))
  const isOpen = (name: string, byDefault = false) => hands.has(name) || (byDefault && !hands.has(`-${name}`))
  return {
    isOpen,
    toggle: (name, byDefault = false) => {
      const open = isOpen(name, byDefault)
      const next = [...hands].filter((other) => other !== name && other !== `-${name}`)
      if (open === byDefault) next.push(open ? `-${name}` : name)
      keep(next.join(' '))
    },
  }
}
