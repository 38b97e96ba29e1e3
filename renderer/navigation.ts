import { z } from 'zod'
import { type WizardSnapshot } from '../contract/wizard-api.ts'

/** The six steps of set-up, in order. */
export const steps = ['checkServer', 'signIn', 'resourceLocation', 'review', 'install', 'connectivity'] as const
export const Step = z.enum(steps)
export type Step = z.infer<typeof Step>

/** The pages after set-up. */
export const managedPages = [
  'status',
  'connectivity',
  'checks',
  'logs',
  'settings',
  'bundle',
  'repair',
  'enrollAgain',
  'uninstall',
] as const
export const ManagedPage = z.enum(managedPages)
export type ManagedPage = z.infer<typeof ManagedPage>

/** Where the person is: in set-up, or on a page of the installed connector. */
export const Place = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('setup'), page: Step }),
  z.object({ mode: z.literal('managed'), page: ManagedPage }),
])
export type Place = z.infer<typeof Place>

/** Whether the checks allow going on: nothing blocks, or what blocks was overridden. The engine's verdict decides. */
export function checksAllow(snapshot: WizardSnapshot): boolean {
  const { run } = snapshot.checks
  return run.is === 'done' && (run.verdict === 'ready' || run.verdict === 'readyWithWarnings')
}

/** Checks that only now can be made are made while somebody signs in; that does not close the page. A finding that blocks does. */
const checksUnderWay = ({ checks, signIn }: WizardSnapshot): boolean =>
  checks.run.is === 'running' && signIn.is !== 'addressNeeded' && signIn.is !== 'discovering'

/** The steps that can be opened now. While the server is being changed that is the installation alone. */
export function reachableSteps(snapshot: WizardSnapshot): ReadonlySet<Step> {
  const { install } = snapshot
  if (install.is === 'running' || install.is === 'undoing') return new Set<Step>(['install'])
  // Resuming may have to enroll, and that somebody signs in.
  if (install.is === 'interrupted') return new Set<Step>(['signIn', 'install'])
  // The checks only read; everything else would change what the journal cannot tell any more.
  if (install.is === 'damaged') return new Set<Step>(['checkServer', 'install'])
  if (install.is === 'installed') return new Set<Step>(['install', 'connectivity'])
  const reachable = new Set<Step>(['checkServer'])
  if (install.is === 'undone') reachable.add('install')
  if (!checksAllow(snapshot) && !checksUnderWay(snapshot)) return reachable
  reachable.add('signIn')
  if (snapshot.signIn.is !== 'signedIn') return reachable
  reachable.add('resourceLocation')
  if (snapshot.choice !== undefined && snapshot.plan !== undefined) reachable.add('review')
  return reachable
}

/** Logs and the support bundle are there whatever became of the service: they are read from files. */
const alwaysOpen: readonly ManagedPage[] = ['logs', 'bundle']

export const openPages = (snapshot: WizardSnapshot): readonly ManagedPage[] => (canManage(snapshot) ? managedPages : alwaysOpen)

/** A service that somebody deleted is still in the journal, and Repair brings it back. */
export const canManage = ({ service, install }: WizardSnapshot): boolean => service.is !== 'notInstalled' || install.is === 'installed'

/** Where a window opens that remembers nothing. */
function firstPlace(snapshot: WizardSnapshot): Place {
  const { install } = snapshot
  if (install.is === 'interrupted' || install.is === 'running' || install.is === 'undoing' || install.is === 'undone')
    return { mode: 'setup', page: 'install' }
  if (install.is === 'damaged' && !canManage(snapshot)) return { mode: 'setup', page: 'install' }
  return canManage(snapshot) ? { mode: 'managed', page: 'status' } : { mode: 'setup', page: 'checkServer' }
}

/**
 * The wanted place if it can be opened, else the nearest before it that can. `undefined` stands for a window that has just
 * opened.
 */
export function allowedPlace(snapshot: WizardSnapshot, wanted: Place | undefined): Place {
  if (wanted === undefined) return firstPlace(snapshot)
  if (wanted.mode === 'managed') {
    if (alwaysOpen.includes(wanted.page)) return wanted
    // An uninstall shows its actions like an installation does.
    if (snapshot.install.is === 'undoing' || snapshot.install.is === 'interrupted') return { mode: 'setup', page: 'install' }
    return openPages(snapshot).includes(wanted.page) ? wanted : firstPlace(snapshot)
  }
  const reachable = reachableSteps(snapshot)
  if (reachable.has(wanted.page)) return wanted
  if (snapshot.install.is === 'interrupted') return { mode: 'setup', page: 'install' }
  const before = steps.slice(0, steps.indexOf(wanted.page)).findLast((step) => reachable.has(step))
  return { mode: 'setup', page: before ?? steps.find((step) => reachable.has(step)) ?? 'checkServer' }
}

export type StepMark = 'done' | 'doneWithWarnings' | 'current' | 'todo'

/** What the rail shows beside each step. */
export function stepMarks(snapshot: WizardSnapshot, current: Step): { step: Step; mark: StepMark; reachable: boolean }[] {
  const reachable = reachableSteps(snapshot)
  const at = steps.indexOf(current)
  const { run, rows } = snapshot.checks
  const warned = (run.is === 'done' && run.verdict !== 'ready') || rows.some((row) => row.override !== undefined)
  return steps.map((step, index) => ({
    step,
    mark: index === at ? 'current' : index > at ? 'todo' : step === 'checkServer' && warned ? 'doneWithWarnings' : 'done',
    reachable: reachable.has(step),
  }))
}
