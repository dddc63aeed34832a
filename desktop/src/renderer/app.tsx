import { ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import { HashRouter, Route, Routes } from 'react-router'
import 'dayjs/locale/zh-cn'
import type { SessionState } from '../api/session.ts'
import type { Client } from './client.ts'
import { ConnectionBanner } from './parts/connection-banner.tsx'
import { FailureNote } from './parts/failure-note.tsx'
import { Waiting } from './parts/waiting.tsx'
import { AccessLogScreen } from './screens/access-log.tsx'
import { AuditScreen } from './screens/audit.tsx'
import { CarryScreen } from './screens/carry.tsx'
import { CaseScreen } from './screens/case.tsx'
import { CaseEditScreen } from './screens/case-edit.tsx'
import { DashboardScreen } from './screens/dashboard.tsx'
import { DeskScreen } from './screens/desk.tsx'
import { DisposalScreen } from './screens/disposal.tsx'
import { DraftScreen } from './screens/draft.tsx'
import { EnrolScreen } from './screens/enrol.tsx'
import { FactsScreen } from './screens/facts.tsx'
import { HomeScreen } from './screens/home.tsx'
import { InboxScreen } from './screens/inbox.tsx'
import { KeysScreen } from './screens/keys.tsx'
import { LockedScreen } from './screens/locked.tsx'
import { MessagesScreen } from './screens/messages.tsx'
import { OpenAppsScreen } from './screens/open-apps.tsx'
import { PapersScreen } from './screens/papers.tsx'
import { PeopleScreen } from './screens/people.tsx'
import { RecoveryScreen } from './screens/recovery.tsx'
import { RestoreScreen } from './screens/restore.tsx'
import { RulesScreen } from './screens/rules.tsx'
import { SessionsScreen } from './screens/sessions.tsx'
import { SettingsScreen } from './screens/settings.tsx'
import { Shell } from './screens/shell.tsx'
import { SignInScreen } from './screens/sign-in.tsx'
import { UnconfirmedScreen, UnsentScreen } from './screens/unsent.tsx'
import { VerifyScreen } from './screens/verify.tsx'
import { WallScreen } from './screens/wall.tsx'
import { ClientContext, useConnection } from './state/client-context.ts'
import { HouseProvider } from './state/house.tsx'
import { SessionProvider, useSession } from './state/session.tsx'
import { StatusProvider } from './state/status.tsx'
import { useTouch } from './state/use-touch.ts'
import { theme } from './theme.ts'
import { i18n } from './words/i18n.ts'

export function App({ client }: { client: Client }) {
  return (
    <I18nextProvider i18n={i18n}>
      <ClientContext value={client}>
        <SessionProvider>
          <StatusProvider>
            <Dressed />
          </StatusProvider>
        </SessionProvider>
      </ClientContext>
    </I18nextProvider>
  )
}

function Dressed() {
  const chinese = useSession().state?.language !== 'en'
  useEffect(() => {
    dayjs.locale(chinese ? 'zh-cn' : 'en')
  }, [chinese])
  return (
    <ConfigProvider theme={theme} locale={chinese ? zhCN : en} button={{ autoInsertSpace: false }}>
      <Gate />
    </ConfigProvider>
  )
}

/** Enrolment, sign-in, or the work. Pages of a person whose session ended under them are kept out of sight. */
function Gate() {
  const { state, failure, reload, owner, recovery, noted } = useSession()
  const wall = state?.person !== undefined && state.wall === true
  const open = state?.person !== undefined && !state.locked && !recovery && !wall
  useTouch(open)
  useEffect(() => {
    // Only what was opened above somebody's pages has to go; the start and sign-in pages ask for a second word too.
    document.body.classList.toggle('closed', !open && owner !== undefined)
  }, [open, owner])
  if (!state && failure?.code === 'keys') return <KeysScreen />
  if (!state && failure?.code === 'storage') return <RestoreScreen failure={failure} again={reload} />
  if (!state) return failure ? <FailureNote failure={failure} again={reload} /> : <Unreached />
  if (!state.station || state.stationFault?.code === 'moved' || state.stationFault?.code === 'missing')
    return <EnrolScreen />
  return (
    <>
      {owner && (
        <div className="kept" hidden={!open}>
          <HouseProvider key={owner}>
            <Pages />
          </HouseProvider>
        </div>
      )}
      {!state.person && <Door state={state} />}
      {state.person && recovery && <RecoveryScreen state={state} codes={recovery} noted={noted} />}
      {wall && <WallScreen />}
      {state.person && state.locked && !recovery && !wall && <LockedScreen state={state} />}
    </>
  )
}

/** Sign-in, or the enrolment of a window that the centre does not take any more. */
function Door({ state }: { state: SessionState }) {
  const [enrolling, setEnrolling] = useState(false)
  if (enrolling && state.stationFault) return <EnrolScreen back={() => setEnrolling(false)} />
  return <SignInScreen state={state} enrol={() => setEnrolling(true)} />
}

/** Nothing is known yet: because it is on its way, or because a page without a key may not ask. */
function Unreached() {
  return useConnection() === 'expired' ? <ConnectionBanner /> : <Waiting page />
}

function Pages() {
  return (
    <HashRouter>
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<HomeScreen />} />
          <Route path="dashboard" element={<DashboardScreen />} />
          <Route path="d/:domain/:desk" element={<DeskScreen />} />
          <Route path="d/:domain/:desk/:part" element={<DeskScreen />} />
          <Route path="f/:domain/:fact" element={<FactsScreen />} />
          <Route path="papers" element={<PapersScreen />} />
          <Route path="case/:id" element={<CaseScreen />} />
          <Route path="case/:id/edit" element={<CaseEditScreen />} />
          <Route path="draft/:id" element={<DraftScreen />} />
          <Route path="inbox" element={<InboxScreen />} />
          <Route path="unsent" element={<UnsentScreen />} />
          <Route path="audit" element={<AuditScreen />} />
          <Route path="access-log" element={<AccessLogScreen />} />
          <Route path="carry" element={<CarryScreen />} />
          <Route path="unconfirmed" element={<UnconfirmedScreen />} />
          <Route path="settings" element={<SettingsScreen />} />
          <Route path="people" element={<PeopleScreen />} />
          <Route path="verify" element={<VerifyScreen />} />
          <Route path="disposal" element={<DisposalScreen />} />
          <Route path="rules" element={<RulesScreen />} />
          <Route path="messages" element={<MessagesScreen />} />
          <Route path="apps" element={<OpenAppsScreen />} />
          <Route path="sessions" element={<SessionsScreen />} />
          <Route path="*" element={<HomeScreen />} />
        </Route>
      </Routes>
    </HashRouter>
  )
}
