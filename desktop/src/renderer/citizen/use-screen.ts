import { useCallback, useEffect, useRef, useState } from 'react'
import type { CitizenScreen } from '../../api/citizen.ts'
import { useAsk, useConnection, useNotice } from '../state/client-context.ts'
import { i18n } from '../words/i18n.ts'

/** What is to be shown now: asked anew whenever something changed, and when the way to the core is open again. */
export function useScreen(): { screen: CitizenScreen | undefined; reload(): void } {
  const ask = useAsk()
  const connection = useConnection()
  const [screen, setScreen] = useState<CitizenScreen>()
  const turn = useRef(0)
  const reload = useCallback(() => {
    const mine = ++turn.current
    ask('citizen.screen', {}).then(
      answer => mine === turn.current && setScreen(answer),
      // While the window cannot be opened there is nothing to show; nobody here could do anything about it.
      () => mine === turn.current && setScreen(undefined),
    )
  }, [ask])
  useEffect(() => {
    if (connection === 'open') reload()
  }, [reload, connection])
  const language = screen?.language
  useEffect(() => {
    if (!language) return
    document.documentElement.lang = language
    void i18n.changeLanguage(language)
  }, [language])
  useNotice(({ topic }) => (topic === 'citizen' || topic === 'session') && reload())
  return { screen: connection === 'open' ? screen : undefined, reload }
}
