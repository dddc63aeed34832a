import type { Camera, CameraUse } from '../../api/files.ts'
import { asking } from '../asking.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'

/** The note under which this window remembers its cameras. */
const KEPT = 'cameras'

/** Which of the desk's cameras is used for what; the pictures themselves are the screen's. */
export function cameraCalls(desk: Desk): Pick<Handlers, 'cameras.state' | 'cameras.keep'> {
  const kept = async () => (await desk.notes.get<Partial<Record<CameraUse, Camera>>>(KEPT)) ?? {}
  return {
    'cameras.state': async (_, client) => {
      asking(desk, client)
      return kept()
    },
    'cameras.keep': async ({ use, camera }, client) => {
      asking(desk, client)
      await desk.notes.put(KEPT, { ...(await kept()), [use]: camera })
    },
  }
}
