import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Role } from '../../../../shared-types/src/model/person.ts'
import { AccountSettings } from '../parts/account-settings.tsx'
import { BackupSettings } from '../parts/backup-settings.tsx'
import { CalendarSettings } from '../parts/calendar-settings.tsx'
import { CardReaderSettings } from '../parts/card-reader-settings.tsx'
import { CodeReaderSettings } from '../parts/code-reader-settings.tsx'
import { DeviceCentre } from '../parts/device-centre.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { NumberSettings } from '../parts/number-settings.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { ParameterSettings } from '../parts/parameter-settings.tsx'
import { PrinterSettings } from '../parts/printer-settings.tsx'
import { ScannerSettings } from '../parts/scanner-settings.tsx'
import { SealSettings } from '../parts/seal-settings.tsx'
import { SignInRules } from '../parts/sign-in-rules.tsx'
import { StationList } from '../parts/station-list.tsx'
import { StationSettings } from '../parts/station-settings.tsx'
import { UpdateSettings } from '../parts/update-settings.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useSessionState } from '../state/session.tsx'
import { useCall } from '../state/use-call.ts'

/** What administrators set up at this window. */
const DEVICES = [
  <CardReaderSettings key="reader" />,
  <CodeReaderSettings key="codes" />,
  <ScannerSettings key="scanner" />,
  <PrinterSettings key="printers" />,
  <SealSettings key="seals" />,
]

const Devices = ({ role }: { role: Role | undefined }) => (
  <DeviceCentre>{role === 'administrator' && DEVICES}</DeviceCentre>
)

/** The tab that the address names, so that others can lead to it. */
function useTab() {
  const [search, setSearch] = useSearchParams()
  return {
    activeKey: search.get('tab') ?? 'station',
    onChange: (tab: string) => setSearch({ tab }, { replace: true }),
  }
}

/** One's own account; at a window also what the window is, its devices and numbers, and what administrators keep for all. */
export function SettingsScreen() {
  const { t } = useTranslation()
  const { place } = useSessionState()
  if (!place) return <WindowSettings />
  return (
    <div className="page">
      <PageHead title={t('account.title')} />
      <AccountSettings />
    </div>
  )
}

function WindowSettings() {
  const { t } = useTranslation()
  const role = useSessionState().post?.role
  const keeper = role === 'administrator' || role === 'security'
  const tab = useTab()
  const { answer, failure, reload } = useCall('settings.read', {}, notice => notice.topic === 'session')
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  return (
    <div className="page">
      <PageHead title={t('settings.title')} />
      <Tabs
        {...tab}
        items={[
          { key: 'station', label: t('settings.station'), children: <StationSettings settings={answer} /> },
          { key: 'devices', label: t('settings.devices'), children: <Devices role={role} /> },
          { key: 'account', label: t('account.title'), children: <AccountSettings /> },
          { key: 'numbers', label: t('settings.numbers'), children: <NumberSettings /> },
          ...(keeper ? [{ key: 'stations', label: t('stations.title'), children: <StationList /> }] : []),
          {
            key: 'parameters',
            label: t('settings.parameters'),
            children: <ParameterSettings settings={answer} changed={reload} />,
          },
          {
            key: 'calendar',
            label: t('settings.calendar'),
            children: <CalendarSettings settings={answer} changed={reload} />,
          },
          ...(keeper ? [{ key: 'signIn', label: t('rules.title'), children: <SignInRules /> }] : []),
          { key: 'updates', label: t('updates.title'), children: <UpdateSettings /> },
          ...(answer.mayEdit ? [{ key: 'backups', label: t('settings.backups'), children: <BackupSettings /> }] : []),
        ]}
      />
    </div>
  )
}
