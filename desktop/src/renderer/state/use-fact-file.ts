import { useState } from 'react'
import { FACT_PIECE, type FactImportMode } from '../../../../shared-types/src/model/fact.ts'
import { useAsk } from './client-context.ts'
import { type Doing, useAct } from './use-act.ts'

/** A file on its way to the centre: how far it is, and what became of it. */
export interface FactFile extends Pick<Doing, 'busy' | 'failure' | 'clear'> {
  name: string | undefined
  percent: number
  /** Why it is not taken: it was brought before. */
  before: string | undefined
  send(file: File, mode: FactImportMode): Promise<void>
}

/** Sends a file in pieces, of which one at a time is held, and begins its import. */
export function useFactFile(type: string, sent: () => void): FactFile {
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [state, setState] = useState<{ name?: string; percent: number; before?: string }>({ percent: 0 })
  const send = async (file: File, mode: FactImportMode) => {
    const { name, size } = file
    setState({ name, percent: 0 })
    const begun = await run(async () => {
      const { id } = await ask('facts.open', { type, name, size, mode })
      for (let at = 0; at < size; at += FACT_PIECE) {
        const bytes = new Uint8Array(await file.slice(at, at + FACT_PIECE).arrayBuffer())
        await ask('facts.piece', { id, at, bytes })
        setState({ name, percent: Math.floor((Math.min(size, at + FACT_PIECE) / size) * 100) })
      }
      return ask('facts.begin', { id })
    })
    if (begun?.before) setState({ percent: 0, before: begun.before })
    else if (!begun) setState({ percent: 0 })
    sent()
  }
  return { busy, failure, clear, name: state.name, percent: state.percent, before: state.before, send }
}
