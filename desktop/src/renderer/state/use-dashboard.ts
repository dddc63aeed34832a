import { useEffect } from 'react'
import type { DashboardView } from '../../api/dashboard.ts'
import { type Loaded, useCall } from './use-call.ts'

/** How often the counts are made anew, ms. Each is a pass over all cases: not for every case that changes. */
const EVERY = 30_000

/** The counts of those who oversee, which keep themselves current. */
export function useDashboard(): Loaded<DashboardView> {
  const loaded = useCall('dashboard.view', {}, notice => notice.topic === 'session')
  const { reload } = loaded
  useEffect(() => {
    const timer = setInterval(reload, EVERY)
    return () => clearInterval(timer)
  }, [reload])
  return loaded
}
