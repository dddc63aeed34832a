import { useState } from 'react'
import type { UsbKeyState } from '../../api/session.ts'
import type { Way } from '../parts/sign-in-way.tsx'
import { useCall } from './use-call.ts'

/** The keys in the sockets as they come and go, and the way chosen: a key that is in offers itself. */
export function useUsbKeys(first: Way): { keys: UsbKeyState | undefined; way: Way; choose(way: Way): void } {
  const { answer } = useCall('usbKey.state', {}, notice => notice.topic === 'status' || notice.topic === 'session')
  const [chosen, choose] = useState<Way>()
  const keys = answer?.configured ? answer : undefined
  const offered = keys?.keys.length ? 'key' : first
  return { keys, way: keys ? (chosen ?? offered) : 'password', choose }
}
