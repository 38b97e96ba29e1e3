import { type ReactNode } from 'react'

/** One way to sign in: where, what to do there, its buttons. */
export function Way({ icon, title, sub, children }: { icon: ReactNode; title: string; sub: ReactNode; children: ReactNode }) {
  return (
    <li className="item way">
      {icon}
      <div className="stack">
        <span>{title}</span>
        <span className="quiet any">{sub}</span>
      </div>
      <span className="line wraps">{children}</span>
    </li>
  )
}
