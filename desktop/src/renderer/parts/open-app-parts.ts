import type { OpenAppsView } from '../../api/open-apps.ts'
import type { ApiFailure } from '../../api.ts'

export type OpenAppRow = OpenAppsView['apps'][number]

/** Does something with the apps and shows how they stand after it; answers whether it was done. */
export type OpenAppAct = (work: () => Promise<OpenAppsView>) => Promise<boolean>

/** A drawer in which something is filled in. */
export interface OpenAppDrawer {
  busy: boolean
  failure: ApiFailure | undefined
  act: OpenAppAct
  close(): void
}
