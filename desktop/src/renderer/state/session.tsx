import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState, SignInState } from '../../api/session.ts'
import type { ApiFailure } from '../../api.ts'
import { toFailure } from '../failure.ts'
import { useAsk, useConnection, useNotice } from './client-context.ts'

export interface Session {
  state: SessionState | undefined
  failure: ApiFailure | undefined
  /** Takes over what a session call answered. */
  take(state: SessionState | SignInState): void
  /** Codes that open without the authenticator, to be noted before anything else. */
  recovery: readonly string[] | undefined
  noted(): void
  reload(): void
  /** Whose pages are kept while nobody is signed in, because the core was restarted under them: nothing typed is lost. */
  owner: string | undefined
  /** The person signed out: nothing of theirs stays on the screen. */
  leave(state: SessionState): void
}

const SessionContext = createContext<Session | undefined>(undefined)

/** Who and where we are: asked at the start, after each reconnection, and when the core says that it changed. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const ask = useAsk()
  const connection = useConnection()
  const { i18n } = useTranslation()
  const [state, setState] = useState<SessionState>()
  const [owner, setOwner] = useState<string>()
  const [failure, setFailure] = useState<ApiFailure>()
  const [recovery, setRecovery] = useState<readonly string[]>()
  const turn = useRef({ newest: 0, asking: 0 })
  const session = useMemo<Session>(() => {
    const show = (next: SessionState | SignInState) => {
      setState(next)
      if ('recovery' in next && next.recovery) setRecovery(next.recovery)
      if (!next.person) return
      // Somebody else, or another post, begins at the work list.
      if (owner !== undefined && owner !== ownerOf(next)) location.hash = '/'
      setOwner(ownerOf(next))
    }
    // An answer of before must not cover a newer one: a window that was locked meanwhile would show its pages again.
    const reload = () => {
      const mine = ++turn.current.newest
      turn.current.asking++
      ask('session.state', {})
        .then(
          answer => {
            if (mine !== turn.current.newest) return
            setFailure(undefined)
            show(answer)
          },
          thrown => mine === turn.current.newest && setFailure(toFailure(thrown, '')),
        )
        .finally(() => turn.current.asking--)
    }
    const askAgain = () => turn.current.asking > 0 && reload()
    const take = (next: SessionState | SignInState) => {
      show(next)
      askAgain()
    }
    const leave = (next: SessionState) => {
      location.hash = '/'
      setOwner(undefined)
      setState(next)
      askAgain()
    }
    const noted = () => setRecovery(undefined)
    return { state, failure, take, reload, owner, leave, recovery, noted }
  }, [ask, state, failure, owner, recovery])

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each connection, not for each new state
  useEffect(() => session.reload(), [connection])
  useNotice(notice => notice.topic === 'session' && session.reload())
  useEffect(() => {
    if (!state) return
    document.documentElement.lang = state.language
    void i18n.changeLanguage(state.language)
  }, [state, i18n])
  return <SessionContext value={session}>{children}</SessionContext>
}

const ownerOf = ({ person, post }: SessionState): string => `${person?.id} ${post?.id}`

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('there is no session around this component')
  return session
}

/** The state of the session where it is certainly known: below the sign-in screen. */
export function useSessionState(): SessionState {
  const { state } = useSession()
  if (!state) throw new Error('the session is not known yet')
  return state
}
