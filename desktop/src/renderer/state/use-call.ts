import { useCallback, useEffect, useRef, useState } from 'react'
import type { AnswerOf, ApiFailure, Arguments, CallName, Notice } from '../../api.ts'
import { toFailure } from '../failure.ts'
import { useAsk, useNotice } from './client-context.ts'
import { useSession } from './session.tsx'

export interface Loaded<T> {
  /** The newest answer; the one before stays while the next is fetched. */
  answer: T | undefined
  failure: ApiFailure | undefined
  loading: boolean
  reload(): void
}

/** How long notices are gathered before the core is asked again, ms: an import tells of many cases at once. */
const GATHER = 150

/**
 * Asks the core and asks again when the arguments or the language change, or when a notice comes that `concerns` it. Without arguments
 * it waits.
 */
export function useCall<N extends CallName>(
  name: N,
  args: Arguments<N> | undefined,
  concerns?: (notice: Notice) => boolean,
): Loaded<AnswerOf<N>> {
  const ask = useAsk()
  const [state, setState] = useState<Omit<Loaded<AnswerOf<N>>, 'reload'>>(EMPTY)
  const turn = useRef(0)
  const key = args === undefined ? undefined : JSON.stringify(args)

  const reload = useCallback(() => {
    if (key === undefined) return
    const mine = ++turn.current
    setState(s => ({ ...s, loading: true }))
    ask(name, JSON.parse(key)).then(
      answer => mine === turn.current && setState({ answer, failure: undefined, loading: false }),
      thrown => mine === turn.current && setState(s => ({ ...s, failure: toFailure(thrown, ''), loading: false })),
    )
  }, [ask, name, key])

  const language = useSession().state?.language
  // biome-ignore lint/correctness/useExhaustiveDependencies: answers are worded by the core, so another language asks anew
  useEffect(reload, [reload, language])
  useGathered(reload, concerns)
  return { ...state, reload }
}

const EMPTY = { answer: undefined, failure: undefined, loading: true }

function useGathered(reload: () => void, concerns?: (notice: Notice) => boolean): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // What is asked for may change while notices are gathered: the answer to the question of before would cover the new one.
  const newest = useRef(reload)
  useEffect(() => {
    newest.current = reload
  })
  useNotice(notice => {
    if (!concerns?.(notice)) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => newest.current(), GATHER)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}

/** Whether a notice tells of cases of one of these types. */
export const aboutCases =
  (...types: string[]) =>
  (notice: Notice): boolean =>
    notice.topic === 'cases' && (types.length === 0 || notice.types.some(type => types.includes(type)))
