import { ProgressBar } from '@fluentui/react-components'

/** A determinate bar that never restarts: `<Progress value={30} max={41} label="30 of 41 checks done" />`. */
export function Progress({ value, max = 100, label }: { value: number; max?: number; label: string }) {
  return <ProgressBar value={max === 0 ? 0 : value / max} thickness="medium" aria-label={label} aria-valuetext={label} />
}
