import { Button } from '@fluentui/react-components'
import { Checkmark20Regular, Copy20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useAct, useSay } from '../wizard.ts'

interface CopyWords {
  text: string
  /** "Copy" unless said. */
  label?: string
}

/** Copies `text`, then says so until it loses the focus: `<CopyButton text={address} label="Copy address" />`. */
export function CopyButton({ text, label, small = false, primary = false }: CopyWords & { small?: boolean; primary?: boolean }) {
  const say = useSay()
  const act = useAct()
  const [copied, setCopied] = useState(false)
  return (
    <Button
      size={small ? 'small' : 'medium'}
      appearance={primary ? 'primary' : small ? 'subtle' : 'secondary'}
      icon={copied ? <Checkmark20Regular /> : <Copy20Regular />}
      onClick={() => void act('copyText', { text }).then((answer) => setCopied(answer !== undefined))}
      onBlur={() => setCopied(false)}
    >
      <span aria-live="polite">{copied ? say('shell.copied') : (label ?? say('shell.copy'))}</span>
    </Button>
  )
}

/** Text to be run or typed, in the type of what is copied, with its button. */
export function CommandBox({ text, label }: CopyWords) {
  return (
    <div className="command">
      <code>{text}</code>
      <CopyButton text={text} small {...(label === undefined ? {} : { label })} />
    </div>
  )
}
