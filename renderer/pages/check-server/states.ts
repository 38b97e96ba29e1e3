import { baseSnapshot } from '../../gallery/base-snapshot.ts'
import { type GalleryStates } from '../../gallery/gallery-state.ts'

export const states: GalleryStates = {
  ready: { place: { mode: 'setup', page: 'checkServer' }, snapshot: baseSnapshot },
}
