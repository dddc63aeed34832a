import { createContext, type ReactNode, useContext } from 'react'
import type { Status } from '../../api/sync.ts'
import { useCall } from './use-call.ts'

const StatusContext = createContext<Status | undefined>(undefined)

/** The state of network, devices and unsent work, kept current by the core's notices. */
export function StatusProvider({ children }: { children: ReactNode }) {
  const { answer } = useCall('status', {}, notice => notice.topic === 'status')
  return <StatusContext value={answer}>{children}</StatusContext>
}

/** Undefined until the core has said it once. */
export function useStatus(): Status | undefined {
  return useContext(StatusContext)
}
