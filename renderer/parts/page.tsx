import { useEffect, useRef, type ReactNode } from 'react'
import { steps } from '../navigation.ts'
import { useSay, useWizard } from '../wizard.ts'
import { Footer } from './footer.tsx'
import { Ledger } from './ledger.tsx'
import { type ExtraAction } from './more-menu.tsx'
import { ProblemLine } from './problem-line.tsx'

interface PageWords {
  /** Replaces the name of the page as the heading. */
  title?: string
  /** One sentence under the heading. */
  lead?: ReactNode
  children: ReactNode
  /** Back, primary, Cancel, in this order: `<><BackButton to="signIn" /><NextButton to="review" /><CloseButton /></>`. */
  buttons: ReactNode
  /** Rarely used buttons left of them; behind "More" when zoomed. */
  extra?: readonly ExtraAction[]
  /** Always behind "More". */
  more?: readonly ExtraAction[]
}

/**
 * The frame of every page: heading with "Step 2 of 6" (which takes the focus when the page opens), title of the window,
 * content, footer with ledger and buttons. Which page it is comes from the place in the store.
 */
export function Page({ title, lead, children, buttons, extra = [], more = [] }: PageWords) {
  const say = useSay()
  const place = useWizard((state) => state.place)
  const heading = useRef<HTMLHeadingElement>(null)
  const name = say(`shell.pages.${place?.page ?? 'checkServer'}`)
  const step = place?.mode === 'setup' ? { step: steps.indexOf(place.page) + 1, steps: steps.length } : undefined
  const windowTitle =
    step === undefined ? say('shell.windowTitlePage', { page: name }) : say('shell.windowTitleStep', { ...step, page: name })

  useEffect(() => {
    document.title = windowTitle
  }, [windowTitle])
  useEffect(() => heading.current?.focus(), [])

  return (
    <>
      {/* Reached by Tab, so that a page without controls can be scrolled by keyboard when zoomed. */}
      <main className="main" tabIndex={0}>
        <div className="column">
          <div className="head">
            <h1 ref={heading} tabIndex={-1}>
              {step !== undefined && <span className="eyebrow">{say('shell.stepOf', step)} </span>}
              {title ?? name}
            </h1>
            {lead !== undefined && <p className="lead">{lead}</p>}
          </div>
          <ProblemLine />
          {children}
          <Ledger where="end" />
        </div>
      </main>
      <Footer extra={extra} more={more} buttons={buttons} />
    </>
  )
}
