import { Section } from '../../parts/section.tsx'
import { useSay, useSnapshot } from '../../wizard.ts'

/** What uninstalling does not take away, so that nobody has to look for it. */
export function WhatStays() {
  const say = useSay()
  const { ledger } = useSnapshot()
  const fixes = 'fixes' in ledger ? (ledger.fixes ?? []).length : 0
  return (
    <Section title={say('uninstall.stays.title')}>
      <ul className="plain second">
        <li>{say('uninstall.stays.program')}</li>
        <li>{say('uninstall.stays.journal')}</li>
        {fixes > 0 && <li>{say('uninstall.stays.fixes', { count: fixes })}</li>}
      </ul>
    </Section>
  )
}
