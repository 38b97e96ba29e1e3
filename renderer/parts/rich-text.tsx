import { Fragment, type ReactNode } from 'react'

/** A text of the wording with places for elements: `Open <address></address> and type <code></code>`. */
export function RichText({ text, with: places }: { text: string; with: Readonly<Record<string, ReactNode>> }) {
  return text
    .split(/(<\w+><\/\w+>)/)
    .map((piece, index) => <Fragment key={index}>{places[/^<(\w+)>/.exec(piece)?.[1] ?? ''] ?? piece}</Fragment>)
}
