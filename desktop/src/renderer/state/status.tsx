import { createContext, type ReactNode, useContext, useState } from 'react'
import type { Status } from '../../api.ts'
import { useNotice } from './client-context.ts'
import { useCall } from './use-call.ts'

const StatusContext = createContext<Status | undefined>(undefined)

/** The state of network, devices and unsent work, kept current by the core's notices. */
export function StatusProvider({ children }: { children: ReactNode }) {
  const first = useCall('status', {})
  const [newest, setNewest] = useState<Status>()
  useNotice(notice => notice.topic === 'status' && setNewest(notice.status))
  return <StatusContext value={newest ?? first.answer}>{children}</StatusContext>
}

/** Undefined until the core has said it once. */
export function useStatus(): Status | undefined {
  return useContext(StatusContext)
}
