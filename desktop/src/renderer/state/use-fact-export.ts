import { useRef, useState } from 'react'
import type { Arguments } from '../../api.ts'
import { useAsk } from './client-context.ts'
import { giveBlob } from './download.ts'
import { type Doing, useAct } from './use-act.ts'

/** An export that comes piece by piece, as the centre makes it. */
export interface FactExport extends Pick<Doing, 'busy' | 'failure' | 'clear'> {
  /** Bytes that are here. */
  size: number
  take(query: Arguments<'facts.export'>): Promise<boolean>
  stop(): void
}

export function useFactExport(): FactExport {
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [size, setSize] = useState(0)
  const stopped = useRef(false)
  const take = async (query: Arguments<'facts.export'>) => {
    stopped.current = false
    setSize(0)
    const done = await run(async () => {
      const { file, name, mime } = await ask('facts.export', query)
      const pieces: Blob[] = []
      for (let end = false, all = 0; !end; ) {
        // What is let go of here the core lets go of when nobody asks any more.
        if (stopped.current) return false
        const piece = await ask('facts.exported', { file })
        pieces.push(new Blob([piece.bytes as Uint8Array<ArrayBuffer>]))
        all += piece.bytes.byteLength
        setSize(all)
        end = piece.end
      }
      giveBlob(name, new Blob(pieces, { type: mime }))
      return true
    })
    return done ?? false
  }
  return {
    busy,
    failure,
    clear,
    size,
    take,
    stop: () => {
      stopped.current = true
    },
  }
}
