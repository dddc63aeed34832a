import { useState } from 'react'
import type { CardSummary } from '../../api/intake.ts'
import { useNotice } from './client-context.ts'

export interface CardOnReader {
  card?: CardSummary
  /** What the reader complained of. */
  fault?: string
}

/** The card that was laid on the reader since this component stands; `placed` hears of each one. */
export function useCard(placed?: (card: CardSummary) => void): CardOnReader {
  const [state, setState] = useState<CardOnReader>({})
  useNotice(notice => {
    if (notice.topic !== 'card') return
    if (notice.state === 'removed') setState({})
    if (notice.state === 'fault') setState({ ...(notice.text && { fault: notice.text }) })
    if (notice.state === 'placed' && notice.card) {
      setState({ card: notice.card })
      placed?.(notice.card)
    }
  })
  return state
}
