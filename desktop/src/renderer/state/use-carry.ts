import { useState } from 'react'
import { fetchCarried, sendCarried } from './carried-files.ts'
import { useAsk } from './client-context.ts'
import { giveBlob } from './download.ts'
import { type Doing, useAct } from './use-act.ts'

/** Files to and from a stick, one at a time, and how far the one under way has come, in percent. */
export interface Carrying extends Pick<Doing, 'busy' | 'failure' | 'run' | 'clear'> {
  percent: number | undefined
  /** Gives a file of the core to the person under a name. */
  give(file: string, name: string): Promise<void>
  /** Hands a file to the core; answers its name there. */
  hand(file: File): Promise<string>
}

export function useCarry(): Carrying {
  const ask = useAsk()
  const doing = useAct()
  const [percent, setPercent] = useState<number>()
  const progress = (part: number) => setPercent(Math.round(part * 100))
  return {
    ...doing,
    percent,
    give: async (file, name) => {
      giveBlob(name, await fetchCarried(ask, file, progress).finally(() => setPercent(undefined)))
    },
    hand: file => sendCarried(ask, file, progress).finally(() => setPercent(undefined)),
  }
}
