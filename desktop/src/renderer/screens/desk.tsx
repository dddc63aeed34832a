import { useTranslation } from 'react-i18next'
import { useLocation, useParams } from 'react-router'
import { EmptyNote } from '../parts/empty-note.tsx'
import { useHouse } from '../state/house.tsx'
import { BalanceScreen } from './balance.tsx'
import { ImportScreen } from './import.tsx'
import { IntakeScreen } from './intake.tsx'
import { QueueScreen } from './queue.tsx'
import { RecordNewScreen } from './record-new.tsx'
import { RegisterScreen } from './register.tsx'
import { ReportsScreen } from './reports.tsx'

/** A desk of the menu, by its kind. */
export function DeskScreen() {
  const { t } = useTranslation()
  const { domain = '', desk: name = '', part } = useParams()
  const { search } = useLocation()
  const house = useHouse()
  const desk = house.desk(domain, name)
  const key = `${domain} ${name} ${part}`
  if (!desk || !house.menu.some(m => m.domain === domain && m.desk === name))
    return <EmptyNote text={t('desk.notYours')} />
  const back = `/d/${domain}/${name}`
  switch (desk.kind) {
    case 'intake':
      return <IntakeScreen key={key} domain={domain} name={name} desk={desk} />
    case 'queue':
      return <QueueScreen key={key} domain={domain} name={name} desk={desk} />
    case 'register':
      if (part === 'new') return <RecordNewScreen key={key} type={`${domain}.${desk.record}`} back={back} />
      if (part === 'import') return <ImportScreen key={key} type={`${domain}.${desk.record}`} back={back} />
      // Another address asks for other rows: a list of them begins anew.
      return <RegisterScreen key={`${key} ${search}`} domain={domain} name={name} desk={desk} />
    case 'balance':
      return <BalanceScreen key={key} domain={domain} desk={desk} />
    case 'reports':
      return <ReportsScreen key={key} domain={domain} name={name} />
  }
}
