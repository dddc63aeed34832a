import { useState } from 'react'
import type { SignInState } from '../../api/session.ts'
import { useAsk } from './client-context.ts'
import { useSession } from './session.tsx'
import { useAct } from './use-act.ts'

export type Next = NonNullable<SignInState['next']>

interface Given {
  login: string
  password: string
  newPassword?: string
  code?: string
}

/** Signing in, step by step: everything given so far is sent again with what was asked for. */
export function useSignIn() {
  const ask = useAsk()
  const { take } = useSession()
  const { run, busy, failure, clear } = useAct()
  const [step, setStep] = useState<{ next: Next; given: Given }>()
  const send = async (given: Given) => {
    const state = await run(() => ask('session.signIn', given))
    if (!state) return
    if (state.next) setStep({ next: state.next, given })
    else take(state)
  }
  return {
    busy,
    failure,
    next: step?.next,
    begin: (login: string, password: string) => send({ login, password }),
    goOn: (more: Pick<Given, 'newPassword' | 'code'>) => step && send({ ...step.given, ...more }),
    back() {
      clear()
      setStep(undefined)
    },
  }
}
