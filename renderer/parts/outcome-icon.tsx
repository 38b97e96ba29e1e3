import {
  AddCircle20Regular,
  ArrowUndo20Regular,
  CheckmarkCircle20Regular,
  CheckmarkCircle24Filled,
  Circle20Regular,
  CircleHalfFill20Regular,
  CircleHalfFill24Regular,
  DiamondDismiss20Filled,
  DiamondDismiss24Filled,
  Info20Regular,
  QuestionCircle20Regular,
  SubtractCircle20Regular,
  Warning20Filled,
  Warning24Filled,
  type FluentIcon,
} from '@fluentui/react-icons'
import { useSay } from '../wizard.ts'

export type OutcomeShape = 'pass' | 'warn' | 'fail' | 'skip' | 'unknown' | 'running' | 'waiting' | 'undone' | 'added' | 'note'

const icons: Record<OutcomeShape, readonly [small: FluentIcon, large: FluentIcon, tone: string]> = {
  pass: [CheckmarkCircle20Regular, CheckmarkCircle24Filled, 'tone-pass'],
  warn: [Warning20Filled, Warning24Filled, 'tone-warn'],
  fail: [DiamondDismiss20Filled, DiamondDismiss24Filled, 'tone-fail'],
  skip: [SubtractCircle20Regular, SubtractCircle20Regular, 'tone-quiet'],
  unknown: [QuestionCircle20Regular, QuestionCircle20Regular, 'tone-quiet'],
  running: [CircleHalfFill20Regular, CircleHalfFill24Regular, 'tone-brand'],
  waiting: [Circle20Regular, Circle20Regular, 'tone-quiet'],
  undone: [ArrowUndo20Regular, ArrowUndo20Regular, 'tone-quiet'],
  added: [AddCircle20Regular, AddCircle20Regular, 'tone-brand'],
  note: [Info20Regular, Info20Regular, 'tone-quiet'],
}

/** An outcome: shape first, colour second, and a word for who cannot see it. `label` replaces the word; empty where text beside it says it. */
export function OutcomeIcon({ of, large = false, label }: { of: OutcomeShape; large?: boolean; label?: string }) {
  const say = useSay()
  const [Small, Large, tone] = icons[of]
  const Icon = large ? Large : Small
  const word = label ?? say(`shell.outcomes.${of}`)
  return word === '' ? <Icon className={tone} aria-hidden /> : <Icon className={tone} role="img" aria-label={word} />
}
