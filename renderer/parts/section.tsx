import { useId, type ReactNode } from 'react'

/** A heading with its block: `<Section title="Everything else" note="3 warnings" action={<Link/>}>`. `quiet` hides the heading from sight only. */
export function Section(p: { title: string; note?: ReactNode; action?: ReactNode; quiet?: boolean; children: ReactNode }) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <header className={p.quiet === true ? 'unseen' : undefined}>
        <h2 id={id}>{p.title}</h2>
        {p.note !== undefined && <span className="caption quiet num">{p.note}</span>}
        {p.action !== undefined && <span className="push">{p.action}</span>}
      </header>
      {p.children}
    </section>
  )
}
