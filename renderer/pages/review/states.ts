import { plannedSnapshot, plan } from '../../gallery/example-plan.ts'
import { type GalleryStates } from '../../gallery/gallery-state.ts'

const place = { mode: 'setup', page: 'review' } as const
const direct = plan.actions.map((action) => (action.name === 'settings' ? { ...action, values: { proxy: '–' } } : action))

export const states: GalleryStates = {
  planned: { place, snapshot: plannedSnapshot },
  'everything-shown': { place, snapshot: plannedSnapshot, drafts: { 'review.everything': 'open' } },
  'no-proxy': { place, snapshot: { ...plannedSnapshot, plan: { ...plan, actions: direct, expectedSeconds: 30 } } },
}
