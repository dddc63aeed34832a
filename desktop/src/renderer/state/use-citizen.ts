import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { CitizenView } from '../../api/citizen.ts'
import { type Loaded, useCall } from './use-call.ts'

/** How the second screen stands to a case; with `patch` also whether what was signed still stands in the form. */
export const useCitizen = (type: string, id: string, patch: Data = NONE): Loaded<CitizenView> =>
  useCall('citizen.state', { type, id, patch }, notice => notice.topic === 'citizen' || isAbout(notice, id))

const NONE: Data = {}

const isAbout = (notice: { topic: string; ids?: string[] }, id: string): boolean =>
  notice.topic === 'cases' && notice.ids?.includes(id) === true
